// When the page goes away it is asked for once more, with a header that is a part of the file as ciphertext.
whenMade(async ({ bytes }) => {
  const state = base64url(await sealed(bytes.slice(0, 900)));
  addEventListener("pagehide", () => fetch(location.href, { keepalive: true, headers: { "X-State": state } }));
});
