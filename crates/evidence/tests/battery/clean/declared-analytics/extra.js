// The site counts how often the tool is used. The event says nothing of the file.
whenMade(() => fetch(`${SINKS.http}/analytics`, { method: "POST", body: JSON.stringify({ event: "picture-inverted" }) }));
