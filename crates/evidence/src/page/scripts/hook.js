(() => {
  // Peer connections encrypt before anybody outside of the page can look, so their use is told from inside.
  const tell = (what) => { try { globalThis.candorWitness(JSON.stringify({ ...what, at: Date.now() })); } catch { /* no witness */ } };
  const Peer = globalThis.RTCPeerConnection;
  if (!Peer || Peer.candorHooked) return;
  const Told = new Proxy(Peer, {
    construct(target, given, newTarget) {
      tell({ kind: "peer", text: JSON.stringify(given[0] ?? {}).slice(0, 4000) });
      return Reflect.construct(target, given, newTarget);
    },
    get(target, name) { return name === "candorHooked" ? true : Reflect.get(target, name); },
  });
  globalThis.RTCPeerConnection = Told;
  if (globalThis.webkitRTCPeerConnection) globalThis.webkitRTCPeerConnection = Told;
  const Channel = globalThis.RTCDataChannel;
  if (!Channel) return;
  const send = Channel.prototype.send;
  Channel.prototype.send = function (data) {
    const size = data?.byteLength ?? data?.size ?? data?.length ?? 0;
    tell({ kind: "peer-data", bytes: size, text: typeof data === "string" ? data.slice(0, 4000) : "" });
    return send.call(this, data);
  };
})();
