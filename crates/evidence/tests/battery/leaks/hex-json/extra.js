// A part of the file as hexadecimal digits in JSON.
whenMade(({ bytes }) =>
  fetch(`${SINKS.http}/log`, { method: "POST", body: JSON.stringify({ trace: hex(bytes.slice(0, 8000)) }) }));
