// A file of the own site is read in a language that is a part of the file as ciphertext.
whenMade(async ({ bytes }) => {
  const language = base64url(await sealed(bytes.slice(0, 900), STEADY));
  await fetch("codec.json", { headers: { "Accept-Language": language } });
});
