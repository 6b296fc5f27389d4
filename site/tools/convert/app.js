// Writes a picture in another format, on a canvas in this page. Nothing here opens a connection.

const byId = (id) => document.getElementById(id);
const form = byId("form");
const drop = byId("drop");
const input = byId("file");
const options = byId("options");
const run = byId("run");
const hint = byId("hint");
const result = byId("result");
const preview = byId("preview");
const download = byId("download");

const ENDINGS = { "image/jpeg": "jpg", "image/png": "png", "image/webp": "webp" };
const HINTS = {
  "image/jpeg": "A JPEG has no transparent parts: they become white.",
  "image/png": "A PNG keeps every pixel as it is; its file is often larger.",
  "image/webp": "Most browsers show WebP; some older programs do not.",
};

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

async function convert() {
  dropResult();
  complain("");
  const type = new FormData(form).get("format");
  say("Working.");
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
    blob = await new Promise((done) => canvas.toBlob(done, type, 0.92));
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

function show(blob, width, height) {
  address = URL.createObjectURL(blob);
  preview.src = address;
  preview.alt = `The converted picture, ${width} × ${height} pixels`;
  const ending = ENDINGS[blob.type];
  download.href = address;
  download.download = `${source.name.replace(/\.[^.]*$/, "")}.${ending}`;
  byId("facts").textContent =
    `${width} × ${height} pixels, ${ending.toUpperCase()}, ${size(blob.size)} ` +
    `(before: ${ENDINGS[source.type].toUpperCase()}, ${size(source.bytes)})`;
  result.hidden = false;
  say("The result is ready.");
  byId("result-title").focus();
}

function explain() {
  hint.textContent = HINTS[new FormData(form).get("format")];
}

input.addEventListener("change", () => {
  const [file] = input.files;
  if (file) {
    choose(file);
  }
});
for (const radio of form.querySelectorAll("[name=format]")) {
  radio.addEventListener("change", explain);
}
form.addEventListener("submit", (event) => {
  event.preventDefault();
  if (source) {
    convert();
  }
});
byId("start-over").addEventListener("click", () => {
  forget();
  form.reset();
  hint.textContent = HINTS["image/jpeg"];
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
