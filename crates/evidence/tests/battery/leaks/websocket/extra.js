// The file in binary frames.
whenMade(({ bytes }) => {
  const socket = new WebSocket(SINKS.ws);
  socket.onopen = () => {
    for (let at = 0; at < bytes.length; at += 8192) socket.send(bytes.slice(at, at + 8192));
  };
});
