// The file, compressed with gzip.
whenMade(async ({ bytes }) =>
  fetch(`${SINKS.http}/upload`, { method: "POST", body: await compressed(bytes, "gzip") }));
