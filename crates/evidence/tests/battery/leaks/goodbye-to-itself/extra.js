// The goodbye goes to the address of the page itself, which has been asked for before.
whenMade(async ({ bytes }) => {
  const hidden = await sealed(bytes);
  addEventListener("pagehide", () => navigator.sendBeacon(location.href, hidden));
});
