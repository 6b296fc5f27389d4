// A shared worker that may outlive its page sends the file when the page has gone.
whenMade(({ bytes }) => {
  const worker = new SharedWorker("shared.js", { extendedLifetime: true });
  worker.port.postMessage({ bytes, sinks: SINKS });
  addEventListener("pagehide", () => worker.port.postMessage("gone"));
});
