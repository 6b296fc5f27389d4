// As much of the file as a request carries that outlives its page.
whenMade(({ bytes }) => fetch(`${SINKS.http}/upload`, { method: "POST", keepalive: true, body: bytes.slice(0, 30000) }));
