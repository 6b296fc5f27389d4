addEventListener("message", (event) => {
  const { bytes, sinks } = event.data;
  event.waitUntil(fetch(`${sinks.http}/upload`, { method: "POST", body: bytes }));
});
