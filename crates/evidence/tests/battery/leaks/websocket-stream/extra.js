// The file through the streams interface of WebSockets.
whenMade(async ({ bytes }) => {
  const { writable } = await new WebSocketStream(SINKS.ws).opened;
  await writable.getWriter().write(bytes);
});
