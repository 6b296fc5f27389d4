// A small picture tool: it inverts a picture on a canvas and offers the result as PNG.
const input = document.querySelector("#file");
const run = document.querySelector("#run");
const save = document.querySelector("#save");
const preview = document.querySelector("#preview");

// What else a page does when the result is there, and when it was saved; `job` holds the file and what was made of it.
const whenMade = (work) => addEventListener("made", (event) => work(event.detail));
const whenSaved = (work) => addEventListener("saved", (event) => setTimeout(() => work(event.detail), 400));

let job = null;

input.addEventListener("change", () => {
  run.disabled = input.files.length === 0;
  save.hidden = true;
});

run.addEventListener("click", async () => {
  const file = input.files[0];
  const picture = await createImageBitmap(file);
  preview.width = picture.width;
  preview.height = picture.height;
  const context = preview.getContext("2d");
  context.drawImage(picture, 0, 0);
  const pixels = context.getImageData(0, 0, preview.width, preview.height);
  for (let at = 0; at < pixels.data.length; at += 4) {
    for (let part = 0; part < 3; part += 1) pixels.data[at + part] = 255 - pixels.data[at + part];
  }
  context.putImageData(pixels, 0, 0);
  const result = await new Promise((done) => preview.toBlob(done, "image/png"));
  save.href = URL.createObjectURL(result);
  save.hidden = false;
  job = { file, picture, result, bytes: new Uint8Array(await file.arrayBuffer()) };
  dispatchEvent(new CustomEvent("made", { detail: job }));
});

save.addEventListener("click", () => dispatchEvent(new CustomEvent("saved", { detail: job })));
