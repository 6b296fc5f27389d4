// A cookie that is another at each visit, and a part of the file under a new nonce.
whenMade(async ({ bytes }) => {
  document.cookie = `session=${base64url(await sealed(bytes.slice(0, 900)))}`;
  await fetch("codec.json");
});
