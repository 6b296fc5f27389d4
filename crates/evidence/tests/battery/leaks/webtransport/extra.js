// The file over HTTP/3, in a stream.
whenMade(async ({ bytes }) => {
  const value = Uint8Array.from(atob(SINKS.certificate), (letter) => letter.charCodeAt(0));
  const session = new WebTransport(SINKS.webtransport, { serverCertificateHashes: [{ algorithm: "sha-256", value }] });
  await session.ready;
  const writer = (await session.createUnidirectionalStream()).getWriter();
  await writer.write(bytes);
  await writer.close();
});
