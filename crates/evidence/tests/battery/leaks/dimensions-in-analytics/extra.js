// An event that says how wide and high the picture is.
whenMade(({ picture }) => {
  const { width, height } = picture;
  fetch(`${SINKS.http}/analytics`, { method: "POST", body: JSON.stringify({ event: "picture-inverted", width, height }) });
});
