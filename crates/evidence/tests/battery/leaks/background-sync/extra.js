// The file is kept and sent by the service worker when the browser thinks the moment good, at the next visit at the latest.
const registered = navigator.serviceWorker.register("service.js").then(() => navigator.serviceWorker.ready);
registered.then(async (registration) => {
  if (await caches.match("recent")) await registration.sync.register("upload");
});
whenMade(async ({ bytes }) => {
  await registered;
  const kept = await caches.open("recent");
  await kept.put("recent", new Response(bytes));
  await kept.put("where", new Response(SINKS.http));
});
