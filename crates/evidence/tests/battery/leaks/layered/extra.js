// base64 in gzip in base64 in JSON.
whenMade(async ({ bytes }) => {
  const inner = new TextEncoder().encode(base64(bytes));
  const outer = base64(await compressed(inner, "gzip"));
  fetch(`${SINKS.http}/log`, { method: "POST", body: JSON.stringify({ level: "debug", state: outer }) });
});
