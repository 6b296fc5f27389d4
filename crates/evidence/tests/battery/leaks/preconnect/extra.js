// A connection without a request: one bit, and the moment of it.
whenMade(() => {
  const link = document.createElement("link");
  link.rel = "preconnect";
  link.href = SINKS.bare;
  document.head.append(link);
});
