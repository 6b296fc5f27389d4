// A part of the file as the user name that a relay asks for.
whenMade(async ({ bytes }) => {
  const server = { urls: `turn:${SINKS.turn}?transport=udp`, username: base64url(bytes.slice(0, 300)), credential: "x" };
  const peer = new RTCPeerConnection({ iceServers: [server] });
  peer.createDataChannel("sync");
  await peer.setLocalDescription();
});
