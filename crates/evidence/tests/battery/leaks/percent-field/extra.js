// A part of the file as a field of a URL-encoded body: each byte above 127 is a percent sign and two digits.
whenMade(({ bytes }) => {
  let text = "";
  for (const byte of bytes.slice(0, 8000)) text += `%${byte.toString(16).padStart(2, "0").toUpperCase()}`;
  const headers = { "Content-Type": "application/x-www-form-urlencoded" };
  fetch(`${SINKS.http}/log`, { method: "POST", headers, body: `kind=trace&state=${text}` });
});
