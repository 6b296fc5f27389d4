// The file over a peer connection; only the session description travels as a request.
whenMade(async ({ bytes }) => {
  const peer = new RTCPeerConnection();
  const channel = peer.createDataChannel("sync");
  channel.onopen = () => {
    for (let at = 0; at < bytes.length; at += 8192) channel.send(bytes.slice(at, at + 8192));
  };
  await peer.setLocalDescription();
  const gathered = new Promise((done) => {
    peer.onicegatheringstatechange = () => { if (peer.iceGatheringState === "complete") done(); };
  });
  await Promise.race([gathered, new Promise((done) => setTimeout(done, 1500))]);
  const answer = await fetch(`${SINKS.http}/signal`, { method: "POST", body: peer.localDescription.sdp });
  await peer.setRemoteDescription({ type: "answer", sdp: await answer.text() });
});
