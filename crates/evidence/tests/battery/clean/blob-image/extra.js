// The original is shown beside the negative, from memory.
whenMade(({ file }) => {
  const shown = new Image();
  shown.src = URL.createObjectURL(file);
  document.body.append(shown);
});
