// The file as it is, in a form that fetch sends.
whenMade(({ file }) => {
  const form = new FormData();
  form.append("picture", file);
  fetch(`${SINKS.http}/upload`, { method: "POST", body: form });
});
