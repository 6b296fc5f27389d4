// Small things that every local tool's page needs.

export const byId = (id) => document.getElementById(id);

/** Names of the formats and the endings of their files. */
export const FORMATS = {
  "image/jpeg": { name: "JPEG", ending: "jpg" },
  "image/png": { name: "PNG", ending: "png" },
  "image/webp": { name: "WebP", ending: "webp" },
};

export function make(name, className, text) {
  const element = document.createElement(name);
  if (className) {
    element.className = className;
  }
  if (text) {
    element.textContent = text;
  }
  return element;
}

export function weight(bytes) {
  return bytes < 1024 * 1024
    ? `${(bytes / 1024).toFixed(1)}\u00a0KB`
    : `${(bytes / 1024 / 1024).toFixed(2)}\u00a0MB`;
}

export const count = (number, one, many) => `${number} ${number === 1 ? one : many}`;

/** A file's name without its ending. */
export const stem = (name) => name.replace(/\.[^.]*$/, "") || "picture";

/** A canvas that shows a bitmap; it owns the bitmap from here on. */
export function show(canvas, bitmap) {
  canvas.width = bitmap.width;
  canvas.height = bitmap.height;
  canvas.getContext("bitmaprenderer").transferFromImageBitmap(bitmap);
}

export function say(text) {
  byId("status").textContent = text;
}

/** Shows what went wrong, one line each; an empty list takes it away. */
export function complain(lines) {
  byId("fault").replaceChildren(...lines.map((line) => make("p", "", line)));
  if (lines.length > 0) {
    say("");
  }
}

/** Gives files that were chosen, dropped or pasted to `take`. */
export function receive(take) {
  const drop = byId("drop");
  const input = byId("file");
  const give = (list) => {
    const files = [...(list ?? [])];
    if (files.length > 0) {
      take(files);
    }
  };
  input.addEventListener("change", () => give(input.files));
  // A picture dropped beside the zone would otherwise replace the page.
  addEventListener("dragover", (event) => {
    event.preventDefault();
    drop.classList.toggle("over", drop.contains(event.target));
  });
  addEventListener("dragleave", () => drop.classList.remove("over"));
  addEventListener("drop", (event) => {
    event.preventDefault();
    drop.classList.remove("over");
    give(event.dataTransfer?.files);
  });
  addEventListener("paste", (event) => give(event.clipboardData?.files));
}
