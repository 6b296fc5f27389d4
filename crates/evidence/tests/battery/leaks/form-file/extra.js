// A form with the file is sent to another site, as a navigation.
whenSaved(() => {
  const form = document.createElement("form");
  form.method = "post";
  form.enctype = "multipart/form-data";
  form.action = `${SINKS.http}/upload`;
  input.name = "picture";
  input.replaceWith(form);
  form.append(input);
  form.submit();
});
