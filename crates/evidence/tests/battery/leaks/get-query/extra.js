// A part of the file in an address.
whenMade(({ bytes }) => fetch(`${SINKS.http}/t?d=${base64url(bytes.slice(0, 6000))}`));
