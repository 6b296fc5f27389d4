// Four workers each mirror a strip of the picture.
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

const workers = Array.from({ length: 4 }, () => new Worker("strip.js"));
const mirrored = (worker, strip) => new Promise((done) => {
  worker.onmessage = ({ data }) => done(data);
  worker.postMessage(strip);
});
whenRun(async (file) => {
  const { canvas, context } = await pixelsOf(file);
  const height = Math.ceil(canvas.height / workers.length);
  await Promise.all(workers.map(async (worker, index) => {
    const top = index * height;
    const rows = Math.min(height, canvas.height - top);
    if (rows > 0) context.putImageData(await mirrored(worker, context.getImageData(0, top, canvas.width, rows)), 0, top);
  }));
  offer(await canvas.convertToBlob());
});
