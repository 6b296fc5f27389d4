// Writes a picture at a lower quality, on a canvas in this page. Nothing here opens a connection.

const byId = (id) => document.getElementById(id);
const form = byId("form");
const drop = byId("drop");
const input = byId("file");
const options = byId("options");
const run = byId("run");
const quality = byId("quality");
const shownQuality = byId("quality-value");
const format = byId("format");
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
  options.disabled = false;
  run.disabled = false;
  say(`${file.name}: ${bitmap.width} × ${bitmap.height} pixels, ${size(file.size)}.`);
}

async function compress() {
  dropResult();
  complain("");
  say("Working.");
  const type = format.value;
  const { width, height } = source.bitmap;
  const canvas = document.createElement("canvas");
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext("2d");
  let blob = null;
  if (context) {
    if (type === "image/jpeg") {
      context.fillStyle = "#ffffff";
      context.fillRect(0, 0, width, height);
    }
    context.drawImage(source.bitmap, 0, 0);
    blob = await new Promise((done) => canvas.toBlob(done, type, Number(quality.value) / 100));
  }
  canvas.width = 0;
  if (!blob) {
    complain("This browser could not make a picture of that size. Choose a smaller one.");
  } else if (blob.type !== type) {
    // A browser that cannot write a format writes a PNG instead.
    complain(`This browser cannot write ${ENDINGS[type].toUpperCase()} files. Choose another format.`);
  } else {
    show(blob, width, height);
  }
}

/** How the size changed, in words; a result can also be larger. */
function change(before, after) {
  const percent = Math.round((Math.abs(before - after) / before) * 100);
  if (percent === 0) {
    return "about the same size";
  }
  return after < before
    ? `${percent} % smaller`
    : `${percent} % larger: choose a lower quality, or keep the file as it is`;
}

function show(blob, width, height) {
  address = URL.createObjectURL(blob);
  preview.src = address;
  preview.alt = `The compressed picture, ${width} × ${height} pixels`;
  const ending = ENDINGS[blob.type];
  download.href = address;
  download.download = `${source.name.replace(/\.[^.]*$/, "")}-small.${ending}`;
  byId("facts").textContent =
    `${size(blob.size)} instead of ${size(source.bytes)}: ${change(source.bytes, blob.size)}. ` +
    `${width} × ${height} pixels, ${ending.toUpperCase()}.`;
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
quality.addEventListener("input", () => {
  shownQuality.textContent = quality.value;
});
form.addEventListener("submit", (event) => {
  event.preventDefault();
  if (source) {
    compress();
  }
});
byId("start-over").addEventListener("click", () => {
  forget();
  form.reset();
  shownQuality.textContent = quality.value;
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
