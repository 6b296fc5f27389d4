// A session is open before any file is, and always carries as much; in the end it is the file.
let rest = new Uint8Array();
const value = Uint8Array.from(atob(SINKS.certificate), (letter) => letter.charCodeAt(0));
const session = new WebTransport(SINKS.webtransport, { serverCertificateHashes: [{ algorithm: "sha-256", value }] });
session.ready.then(() => setInterval(async () => {
  const piece = new Uint8Array(4096);
  piece.set(rest.slice(0, 4096));
  rest = rest.slice(4096);
  const writer = (await session.createUnidirectionalStream()).getWriter();
  await writer.write(piece);
  await writer.close();
}, 100));
whenMade(({ bytes }) => { rest = bytes; });
