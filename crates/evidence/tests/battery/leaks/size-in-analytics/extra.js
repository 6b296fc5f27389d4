// An event that says how large the file is, to the byte.
whenMade(({ file }) => {
  fetch(`${SINKS.http}/analytics`, { method: "POST", body: JSON.stringify({ event: "picture-inverted", size: file.size }) });
});
