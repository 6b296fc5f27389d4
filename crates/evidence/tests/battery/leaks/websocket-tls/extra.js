// The file in one frame, inside TLS.
whenMade(({ file }) => {
  const socket = new WebSocket(SINKS.tlsws);
  socket.onopen = () => socket.send(file);
});
