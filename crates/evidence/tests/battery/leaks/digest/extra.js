// Only a digest of the file: enough to know that somebody has it.
whenMade(async ({ bytes }) => {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  await fetch(`${SINKS.http}/seen?h=${hex(digest)}`);
});
