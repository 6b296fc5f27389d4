// An event that names the file.
whenMade(({ file }) => {
  const event = { event: "picture-inverted", label: file.name };
  fetch(`${SINKS.http}/analytics`, { method: "POST", body: JSON.stringify(event) });
});
