// Uploads a picture, has the server enlarge it, shows the result and until when both are held.

import { Held } from "../held.js";
import { Problem, read, upload, work } from "../server.js";

const byId = (id) => document.getElementById(id);
const form = byId("form");
const drop = byId("drop");
const input = byId("file");
const options = byId("options");
const run = byId("run");
const bar = byId("progress");
const result = byId("result");
const preview = byId("preview");
const download = byId("download");
const heldSection = byId("held");
const eraseNow = byId("erase");
const held = new Held(byId("held-list"));

const TYPES = ["image/jpeg", "image/png", "image/webp"];
const ENDINGS = { "image/jpeg": "jpg", "image/png": "png", "image/webp": "webp" };

let picture = null;
let address = null;
/** Ends what is under way; null when nothing is. */
let running = null;

function say(text, good = false) {
  byId("status").textContent = text;
  byId("status").classList.toggle("good", good);
}

function complain(title, detail = "") {
  const fault = byId("fault");
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
    say("");
  }
}

function complainOf(error) {
  if (error.name === "AbortError") {
    return;
  }
  if (error instanceof Problem) {
    complain(error.title, error.detail);
  } else {
    complain("Something went wrong on this page", error.message);
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

function choose(file) {
  complain("");
  if (!TYPES.includes(file.type)) {
    complain(`“${file.name}” is not a JPEG, PNG or WebP picture`, "Choose another file.");
    return;
  }
  picture = file;
  options.disabled = false;
  run.disabled = running !== null;
  say(`${file.name}, ${size(file.size)}. Nothing has been uploaded yet.`);
}

async function enlarge() {
  complain("");
  dropResult();
  running = new AbortController();
  const { signal } = running;
  const chosen = picture;
  const factor = form.elements.factor.value;
  run.disabled = true;
  eraseNow.disabled = true;
  bar.hidden = false;
  bar.value = 0;
  say("Uploading.");
  try {
    const uploaded = await upload(
      "enlarge",
      null,
      chosen,
      (share) => {
        bar.value = share;
      },
      signal,
    );
    held.add(`Upload: ${chosen.name}`, uploaded);
    heldSection.hidden = false;
    bar.removeAttribute("value");
    say("Uploaded. The server is enlarging the picture.");
    const made = await work("enlarge", uploaded.id, "enlarge", { factor }, signal);
    held.add("Result", made);
    await show(await read(made.id, signal), chosen, factor);
    say("The result is ready. Below you see until when the server holds both.", true);
  } catch (error) {
    complainOf(error);
  } finally {
    running = null;
    bar.hidden = true;
    eraseNow.disabled = held.isEmpty;
    run.disabled = picture === null;
  }
}

async function show(blob, chosen, factor) {
  address = URL.createObjectURL(blob);
  preview.alt = `The picture, ${factor} times as large`;
  preview.src = address;
  await preview.decode().catch(() => {});
  download.href = address;
  download.download = `${chosen.name.replace(/\.[^.]*$/, "")}-x${factor}.${ENDINGS[blob.type] ?? "png"}`;
  byId("facts").textContent = `${preview.naturalWidth} × ${preview.naturalHeight} pixels, ${size(blob.size)}`;
  result.hidden = false;
  byId("result-title").focus();
}

input.addEventListener("change", () => {
  const [file] = input.files;
  if (file) {
    choose(file);
  }
});
form.addEventListener("submit", (event) => {
  event.preventDefault();
  if (picture && !running) {
    enlarge();
  }
});
eraseNow.addEventListener("click", async () => {
  eraseNow.disabled = true;
  complain("");
  say("Erasing.");
  try {
    const all = await held.eraseAll();
    dropResult();
    if (all) {
      say("Erased. The upload and the result can no longer be fetched.", true);
    } else {
      complain("Not everything was erased", "Press “Erase now” again, or wait for the times shown.");
      eraseNow.disabled = false;
    }
  } catch (error) {
    eraseNow.disabled = false;
    complainOf(error);
  }
});
byId("start-over").addEventListener("click", () => {
  running?.abort();
  dropResult();
  picture = null;
  form.reset();
  options.disabled = true;
  run.disabled = true;
  complain("");
  // What the server holds stays on show: a reset of this page erases nothing there.
  say(held.isEmpty ? "Cleared." : "Cleared on this page. What the server holds is listed below.");
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
addEventListener("pagehide", () => running?.abort());
