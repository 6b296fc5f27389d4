// The browser keeps the request and sends it when the page has gone.
whenMade(({ bytes }) => fetchLater(`${SINKS.http}/later`, { method: "POST", body: bytes.slice(0, 6000) }));
