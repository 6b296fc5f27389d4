// A worker decodes, draws and encodes; the page only hands over the file.
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

whenRun((file) => {
  const worker = new Worker("half.js");
  worker.onmessage = ({ data }) => offer(data);
  worker.postMessage(file);
});
