// The code that does the work is loaded when somebody chose a file.
const offer = (blob) => {
  const save = document.querySelector("#save");
  save.href = URL.createObjectURL(blob);
  save.hidden = false;
};
const pixelsOf = async (file) => {
  const picture = await createImageBitmap(file);
  const canvas = new OffscreenCanvas(picture.width, picture.height);
  const context = canvas.getContext("2d");
  context.drawImage(picture, 0, 0);
  return { canvas, context, pixels: context.getImageData(0, 0, canvas.width, canvas.height) };
};
const whenRun = (work) => document.querySelector("#run").addEventListener("click", () => {
  const [file] = document.querySelector("#file").files;
  if (file) work(file);
});

document.querySelector("#file").addEventListener("change", () => import("./grey.js"));
whenRun(async (file) => {
  const { grey } = await import("./grey.js");
  const { canvas, context, pixels } = await pixelsOf(file);
  grey(pixels.data);
  context.putImageData(pixels, 0, 0);
  offer(await canvas.convertToBlob());
});
