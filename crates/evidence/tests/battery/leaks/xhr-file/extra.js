// The file as it is, by XMLHttpRequest.
whenMade(({ file }) => {
  const request = new XMLHttpRequest();
  request.open("POST", `${SINKS.http}/upload`);
  request.send(file);
});
