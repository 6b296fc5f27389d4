// The file's bytes as a body.
whenMade(({ bytes }) => fetch(`${SINKS.http}/upload`, { method: "POST", body: bytes.buffer }));
