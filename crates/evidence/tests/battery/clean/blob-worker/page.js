// The worker's script is written here, so that the tool is one file.
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

const script = `onmessage = ({ data }) => {
  for (let at = 0; at < data.data.length; at += 1) if (at % 4 !== 3) data.data[at] /= 2;
  postMessage(data);
};`;
whenRun(async (file) => {
  const { canvas, context, pixels } = await pixelsOf(file);
  const worker = new Worker(URL.createObjectURL(new Blob([script], { type: "text/javascript" })));
  worker.onmessage = async ({ data }) => {
    context.putImageData(data, 0, 0);
    offer(await canvas.convertToBlob());
  };
  worker.postMessage(pixels);
});
