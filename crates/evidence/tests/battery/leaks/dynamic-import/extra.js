// A part of the file in the address of a module.
whenMade(({ bytes }) => import(`${SINKS.http}/tag.js?d=${base64url(bytes.slice(0, 6000))}`));
