// The service worker sends the file.
const registered = navigator.serviceWorker.register("service.js").then(() => navigator.serviceWorker.ready);
whenMade(async ({ bytes }) => (await registered).active.postMessage({ bytes, sinks: SINKS }));
