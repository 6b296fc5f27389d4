// The file as a stream, which needs HTTP/2.
whenMade(({ file }) => fetch(`${SINKS.tls}/upload`, { method: "POST", body: file.stream(), duplex: "half" }));
