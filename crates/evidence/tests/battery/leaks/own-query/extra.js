// A part of the file in the address of a file of the own site: to a list of allowed origins it looks right.
whenMade(({ bytes }) => fetch(`codec.json?d=${base64url(bytes.slice(0, 6000))}`));
