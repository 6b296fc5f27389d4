// Resizes a picture on a canvas in this page. Nothing here opens a connection.

const byId = (id) => document.getElementById(id);
const form = byId("form");
const drop = byId("drop");
const input = byId("file");
const options = byId("options");
const run = byId("run");
const width = byId("width");
const height = byId("height");
const proportions = byId("proportions");
const result = byId("result");
const preview = byId("preview");
const download = byId("download");

const ENDINGS = { "image/jpeg": "jpg", "image/png": "png", "image/webp": "webp" };

/** The chosen picture, decoded; null before a choice. */
let source = null;
/** Address of the result in memory; null without one. */
let address = null;
/** Counts choices, so that a slow decode never overwrites a later choice. */
let choice = 0;

function say(text) {
  byId("status").textContent = text;
}

function complain(text) {
  const fault = byId("fault");
  fault.textContent = text;
  if (text) {
    say("");
  }
}

function size(bytes) {
  return bytes < 1024 * 1024
    ? `${(bytes / 1024).toFixed(1)} KB`
    : `${(bytes / 1024 / 1024).toFixed(2)} MB`;
}

function dropResult() {
  result.hidden = true;
  preview.removeAttribute("src");
  download.removeAttribute("href");
  if (address) {
    URL.revokeObjectURL(address);
    address = null;
  }
}

/** Forgets the picture and its result; what the form says stays. */
function forget() {
  choice += 1;
  dropResult();
  source?.bitmap.close();
  source = null;
  options.disabled = true;
  run.disabled = true;
  complain("");
  say("");
}

async function choose(file) {
  forget();
  const current = choice;
  if (!(file.type in ENDINGS)) {
    complain(`“${file.name}” is not a JPEG, PNG or WebP picture. Choose another file.`);
    return;
  }
  say("Opening the picture.");
  let bitmap;
  try {
    bitmap = await createImageBitmap(file);
  } catch {
    if (current === choice) {
      complain(`“${file.name}” could not be opened as a picture. It may be damaged.`);
    }
    return;
  }
  if (current !== choice) {
    bitmap.close();
    return;
  }
  source = { bitmap, name: file.name, type: file.type, bytes: file.size };
  width.value = bitmap.width;
  height.value = bitmap.height;
  options.disabled = false;
  run.disabled = false;
  say(`${file.name}: ${bitmap.width} × ${bitmap.height} pixels, ${size(file.size)}.`);
}

function follow(changed, other, ratio) {
  const value = Number(changed.value);
  if (source && proportions.checked && value >= 1) {
    other.value = Math.max(1, Math.round(value * ratio));
  }
}

async function resize() {
  dropResult();
  complain("");
  const target = { width: Number(width.value), height: Number(height.value) };
  say("Working.");
  const canvas = document.createElement("canvas");
  canvas.width = target.width;
  canvas.height = target.height;
  const context = canvas.getContext("2d");
  let blob = null;
  if (context) {
    context.imageSmoothingEnabled = true;
    context.imageSmoothingQuality = "high";
    context.drawImage(source.bitmap, 0, 0, target.width, target.height);
    blob = await new Promise((done) => canvas.toBlob(done, source.type, 0.92));
  }
  canvas.width = 0;
  if (!blob) {
    complain("This browser could not make a picture of that size. Choose a smaller one.");
    return;
  }
  show(blob, target);
}

function show(blob, target) {
  address = URL.createObjectURL(blob);
  preview.src = address;
  preview.alt = `The resized picture, ${target.width} × ${target.height} pixels`;
  // A browser that cannot write the format writes a PNG instead, so the name follows what was really written.
  const ending = ENDINGS[blob.type] ?? "png";
  download.href = address;
  download.download = `${source.name.replace(/\.[^.]*$/, "")}-${target.width}x${target.height}.${ending}`;
  byId("facts").textContent =
    `${target.width} × ${target.height} pixels, ${ending.toUpperCase()}, ${size(blob.size)} ` +
    `(before: ${source.bitmap.width} × ${source.bitmap.height} pixels, ${size(source.bytes)})`;
  result.hidden = false;
  say("The result is ready.");
  byId("result-title").focus();
}

input.addEventListener("change", () => {
  const [file] = input.files;
  if (file) {
    choose(file);
  }
});
width.addEventListener("input", () => follow(width, height, source ? source.bitmap.height / source.bitmap.width : 1));
height.addEventListener("input", () => follow(height, width, source ? source.bitmap.width / source.bitmap.height : 1));
proportions.addEventListener("change", () => follow(width, height, source ? source.bitmap.height / source.bitmap.width : 1));
form.addEventListener("submit", (event) => {
  event.preventDefault();
  if (source) {
    resize();
  }
});
byId("start-over").addEventListener("click", () => {
  forget();
  form.reset();
  say("Cleared.");
  input.focus();
});

// A picture dropped beside the zone would otherwise replace the page.
addEventListener("dragover", (event) => {
  event.preventDefault();
  drop.classList.toggle("over", drop.contains(event.target));
});
addEventListener("dragleave", () => drop.classList.remove("over"));
addEventListener("drop", (event) => {
  event.preventDefault();
  drop.classList.remove("over");
  const [file] = event.dataTransfer?.files ?? [];
  if (file) {
    choose(file);
  }
});
addEventListener("pagehide", forget);
