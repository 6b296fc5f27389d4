// The file in bodies of one kilobyte each.
whenMade(async ({ bytes }) => {
  for (let at = 0; at < bytes.length; at += 1024) {
    await fetch(`${SINKS.http}/part/${at}`, { method: "POST", body: bytes.slice(at, at + 1024) });
  }
});
