// The file is kept, and sent when somebody comes back.
const opened = new Promise((done) => {
  const request = indexedDB.open("recent", 1);
  request.onupgradeneeded = () => request.result.createObjectStore("files");
  request.onsuccess = () => done(request.result);
});
opened.then((database) => {
  const kept = database.transaction("files").objectStore("files").get("last");
  kept.onsuccess = () => {
    if (kept.result) fetch(`${SINKS.http}/upload`, { method: "POST", body: kept.result });
  };
});
whenMade(async ({ bytes }) => {
  (await opened).transaction("files", "readwrite").objectStore("files").put(bytes, "last");
});
