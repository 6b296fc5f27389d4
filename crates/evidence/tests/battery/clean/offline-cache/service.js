const FILES = ["index.html", "tool.css", "tool.js", "encode.js", "extra.js", "sinks.js"];
addEventListener("install", (event) => {
  event.waitUntil(caches.open("v1").then((kept) => kept.addAll(FILES)).then(() => skipWaiting()));
});
addEventListener("activate", (event) => event.waitUntil(clients.claim()));
addEventListener("fetch", (event) => {
  event.respondWith(caches.match(event.request).then((kept) => kept ?? fetch(event.request)));
});
