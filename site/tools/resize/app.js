// Changes a picture's width and height. The worker loads with the page; nothing here opens a connection.

import { FORMATS, byId, stem, weight } from "../shared/page.js";
import { tool } from "../shared/tool.js";

const width = byId("width");
const height = byId("height");
const proportions = byId("proportions");

/** The chosen picture; null before a choice. */
let picture = null;

function follow(changed, other, ratio) {
  const value = Number(changed.value);
  if (picture && proportions.checked && value >= 1) {
    other.value = Math.max(1, Math.round(value * ratio));
  }
}

const followWidth = () => follow(width, height, picture ? picture.height / picture.width : 1);
const followHeight = () => follow(height, width, picture ? picture.width / picture.height : 1);

function setShare(percent) {
  width.value = Math.max(1, Math.round((picture.width * percent) / 100));
  height.value = Math.max(1, Math.round((picture.height * percent) / 100));
}

tool({
  worker: new Worker("./worker.js", { type: "module" }),
  opened(found) {
    picture = found;
    setShare(100);
  },
  cleared() {
    picture = null;
    width.value = "";
    height.value = "";
  },
  jobs([{ file, name, type, bytes, width: before, height: above }]) {
    const wanted = { width: Number(width.value), height: Number(height.value) };
    const { name: format, ending } = FORMATS[type];
    return [
      {
        kind: "resize",
        question: { file, ...wanted },
        done: ({ blob }) => ({
          blob,
          name: `${stem(name)}-${wanted.width}x${wanted.height}.${ending}`,
          alt: `The resized picture, ${wanted.width} × ${wanted.height} pixels`,
          facts:
            `${wanted.width} × ${wanted.height} pixels, ${format}, ${weight(blob.size)} ` +
            `(before: ${before} × ${above} pixels, ${weight(bytes)})`,
        }),
      },
    ];
  },
});

width.addEventListener("input", followWidth);
height.addEventListener("input", followHeight);
proportions.addEventListener("change", followWidth);
for (const button of document.querySelectorAll("[data-percent]")) {
  button.addEventListener("click", () => setShare(Number(button.dataset.percent)));
}
