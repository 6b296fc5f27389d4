// Crops a picture in this page; cuts out its subject on the server, but only when asked to. The code that can upload
// is not even loaded before that.

const byId = (id) => document.getElementById(id);
const form = byId("form");
const drop = byId("drop");
const input = byId("file");
const editor = byId("editor");
const canvas = byId("picture");
const selectionText = byId("selection");
const sides = ["x", "y", "width", "height"].map(byId);
const [xField, yField, widthField, heightField] = sides;
const removal = byId("removal");
const tolerance = byId("tolerance");
const bar = byId("progress");
const eraseNow = byId("erase");

const ENDINGS = { "image/jpeg": "jpg", "image/png": "png", "image/webp": "webp" };

/** The chosen picture, decoded; null before a choice. */
let source = null;
/** Addresses of results in memory, by the id of the picture that shows them. */
const addresses = new Map();
let choice = 0;
/** The panel of what the server holds; made with the first upload. */
let held = null;
let running = null;

function say(place, text, good = false) {
  byId(place).textContent = text;
  byId(place).classList.toggle("good", good);
}

function complain(place, title, detail = "") {
  const fault = byId(place);
  fault.replaceChildren();
  if (title) {
    const heading = document.createElement("strong");
    heading.textContent = title;
    fault.append(heading);
    if (detail) {
      const text = document.createElement("p");
      text.textContent = detail;
      fault.append(text);
    }
  }
}

function size(bytes) {
  return bytes < 1024 * 1024
    ? `${(bytes / 1024).toFixed(1)} KB`
    : `${(bytes / 1024 / 1024).toFixed(2)} MB`;
}

function dropResult(id) {
  byId(id).hidden = true;
  byId(`${id}-preview`).removeAttribute("src");
  byId(`${id}-download`).removeAttribute("href");
  URL.revokeObjectURL(addresses.get(id));
  addresses.delete(id);
}

function show(id, blob, name, alt) {
  dropResult(id);
  const address = URL.createObjectURL(blob);
  addresses.set(id, address);
  byId(`${id}-preview`).src = address;
  byId(`${id}-preview`).alt = alt;
  byId(`${id}-download`).href = address;
  byId(`${id}-download`).download = name;
  byId(`${id}-facts`).textContent = `${ENDINGS[blob.type]?.toUpperCase() ?? blob.type}, ${size(blob.size)}`;
  byId(id).hidden = false;
  byId(`${id}-title`).focus();
}

/** Forgets the picture and its results on this page; what the form says stays. */
function forget() {
  choice += 1;
  running?.abort();
  dropResult("crop");
  dropResult("cut");
  source?.bitmap.close();
  source = null;
  editor.hidden = true;
  removal.disabled = true;
  canvas.width = 0;
  for (const place of ["fault", "cut-fault"]) {
    complain(place, "");
  }
  say("status", "");
  say("cut-status", "");
}

async function choose(file) {
  forget();
  const current = choice;
  if (!(file.type in ENDINGS)) {
    complain("fault", `“${file.name}” is not a JPEG, PNG or WebP picture`, "Choose another file.");
    return;
  }
  let bitmap;
  try {
    bitmap = await createImageBitmap(file);
  } catch {
    if (current === choice) {
      complain("fault", `“${file.name}” could not be opened as a picture`, "It may be damaged.");
    }
    return;
  }
  if (current !== choice) {
    bitmap.close();
    return;
  }
  source = { bitmap, name: file.name.replace(/\.[^.]*$/, ""), type: file.type };
  editor.hidden = false;
  removal.disabled = false;
  select({ x: 0, y: 0, width: bitmap.width, height: bitmap.height });
  say("status", `${file.name}: ${bitmap.width} × ${bitmap.height} pixels. Nothing has been uploaded yet.`);
}

// Selecting, by number fields or by pointer.

function clamp(value, least, greatest) {
  return Math.min(Math.max(Math.round(value) || 0, least), greatest);
}

function selection() {
  const [x, y, width, height] = sides.map((field) => Number(field.value));
  return { x, y, width, height };
}

function select({ x, y, width, height }) {
  const { bitmap } = source;
  xField.value = clamp(x, 0, bitmap.width - 1);
  yField.value = clamp(y, 0, bitmap.height - 1);
  widthField.value = clamp(width, 1, bitmap.width - Number(xField.value));
  heightField.value = clamp(height, 1, bitmap.height - Number(yField.value));
  draw();
}

/** Shows the picture at most 1400 pixels wide, with what is outside the selection dimmed. */
function draw() {
  const { bitmap } = source;
  const scale = Math.min(1, 1400 / bitmap.width, 1400 / bitmap.height);
  canvas.width = Math.max(1, Math.round(bitmap.width * scale));
  canvas.height = Math.max(1, Math.round(bitmap.height * scale));
  const context = canvas.getContext("2d");
  if (!context) {
    return;
  }
  const kept = selection();
  const [x, y, width, height] = [kept.x, kept.y, kept.width, kept.height].map((length) => length * scale);
  context.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  context.fillStyle = "rgb(20 16 14 / 60%)";
  context.beginPath();
  context.rect(0, 0, canvas.width, canvas.height);
  context.rect(x, y, width, height);
  context.fill("evenodd");
  context.lineWidth = Math.max(2, canvas.width / 400);
  context.strokeStyle = "#ffffff";
  context.strokeRect(x, y, width, height);
  selectionText.textContent = `Selected: ${kept.width} × ${kept.height} pixels`;
}

function pointOf(event) {
  const box = canvas.getBoundingClientRect();
  return {
    x: ((event.clientX - box.left) / box.width) * source.bitmap.width,
    y: ((event.clientY - box.top) / box.height) * source.bitmap.height,
  };
}

canvas.addEventListener("pointerdown", (event) => {
  if (!source || event.button !== 0) {
    return;
  }
  event.preventDefault();
  canvas.setPointerCapture(event.pointerId);
  const from = pointOf(event);
  const drag = (moved) => {
    const to = pointOf(moved);
    select({
      x: Math.max(0, Math.min(from.x, to.x)),
      y: Math.max(0, Math.min(from.y, to.y)),
      width: Math.abs(Math.max(0, to.x) - from.x),
      height: Math.abs(Math.max(0, to.y) - from.y),
    });
  };
  const end = () => {
    canvas.removeEventListener("pointermove", drag);
    canvas.removeEventListener("pointerup", end);
    canvas.removeEventListener("pointercancel", end);
  };
  canvas.addEventListener("pointermove", drag);
  canvas.addEventListener("pointerup", end);
  canvas.addEventListener("pointercancel", end);
});
for (const field of sides) {
  field.addEventListener("change", () => source && select(selection()));
}

/** The selected part as a new file; drawing it anew leaves the camera's metadata behind. */
async function cropped() {
  const { x, y, width, height } = selection();
  const part = document.createElement("canvas");
  part.width = width;
  part.height = height;
  part.getContext("2d")?.drawImage(source.bitmap, x, y, width, height, 0, 0, width, height);
  const blob = await new Promise((done) => part.toBlob(done, source.type, 0.95));
  part.width = 0;
  return blob;
}

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  if (!source) {
    return;
  }
  complain("fault", "");
  const blob = await cropped();
  if (!blob) {
    complain("fault", "This browser could not make a picture of that size", "Select a smaller part.");
    return;
  }
  show("crop", blob, `${source.name}-cropped.${ENDINGS[blob.type] ?? "png"}`, "The cropped picture");
  say("status", "Cropped. Nothing has been uploaded yet.", true);
});

// Everything below here talks to the server, and runs only after its button was pressed.

async function cutOut() {
  complain("cut-fault", "");
  dropResult("cut");
  running = new AbortController();
  const { signal } = running;
  const { name } = source;
  removal.disabled = true;
  eraseNow.disabled = true;
  bar.hidden = false;
  bar.value = 0;
  let server = null;
  try {
    const picture = await cropped();
    if (!picture) {
      complain("cut-fault", "This browser could not make a picture of that size", "Select a smaller part.");
      return;
    }
    server = await import("../server.js");
    const { Held } = await import("../held.js");
    held ??= new Held(byId("held-list"));
    say("cut-status", `Uploading the selected part, ${size(picture.size)}.`);
    const onProgress = (share) => {
      bar.value = share;
    };
    const uploaded = await server.upload("background-removal", "cut-out", picture, onProgress, signal);
    held.add(`Upload: ${name}`, uploaded);
    byId("held").hidden = false;
    bar.removeAttribute("value");
    say("cut-status", "Uploaded. The server is removing the background.");
    const parameters = { tolerance: tolerance.value };
    const made = await server.work("background-removal", uploaded.id, "cut-out", parameters, signal);
    held.add("Result", made);
    show("cut", await server.read(made.id, signal), `${name}-cut-out.png`, "The picture without its background");
    say("cut-status", "The background is removed. Below you see until when the server holds both.", true);
  } catch (error) {
    say("cut-status", "");
    if (server && error instanceof server.Problem) {
      complain("cut-fault", error.title, error.detail);
    } else if (error.name !== "AbortError") {
      complain("cut-fault", "Something went wrong on this page", error.message);
    }
  } finally {
    running = null;
    bar.hidden = true;
    removal.disabled = source === null;
    eraseNow.disabled = !held || held.isEmpty;
  }
}

byId("remove").addEventListener("click", () => {
  if (source && !running) {
    cutOut();
  }
});
eraseNow.addEventListener("click", async () => {
  eraseNow.disabled = true;
  complain("cut-fault", "");
  say("cut-status", "Erasing.");
  try {
    const all = await held.eraseAll();
    dropResult("cut");
    if (all) {
      say("cut-status", "Erased. The upload and the result can no longer be fetched.", true);
    } else {
      say("cut-status", "");
      complain("cut-fault", "Not everything was erased", "Press “Erase now” again, or wait for the times shown.");
      eraseNow.disabled = false;
    }
  } catch (error) {
    say("cut-status", "");
    complain("cut-fault", error.title ?? "Something went wrong on this page", error.detail ?? error.message);
    eraseNow.disabled = false;
  }
});

tolerance.addEventListener("input", () => {
  byId("tolerance-value").textContent = tolerance.value;
});
input.addEventListener("change", () => {
  const [file] = input.files;
  if (file) {
    choose(file);
  }
});
byId("start-over").addEventListener("click", () => {
  forget();
  form.reset();
  byId("tolerance-value").textContent = tolerance.value;
  say("status", held && !held.isEmpty ? "Cleared on this page. What the server holds is listed below." : "Cleared.");
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
