// Writes pictures at a lower quality. The worker loads with the page; nothing here opens a connection.

import { FORMATS, byId, stem, weight } from "../shared/page.js";
import { tool } from "../shared/tool.js";

const quality = byId("quality");

/** How the size changed, in words; a result can also be larger. */
function change(before, after) {
  const percent = Math.round((Math.abs(before - after) / before) * 100);
  if (percent === 0) {
    return "about the same size";
  }
  return after < before
    ? `${percent}\u00a0% smaller`
    : `${percent}\u00a0% larger: choose a lower quality, or keep the file as it is`;
}

function showQuality() {
  byId("quality-value").textContent = quality.value;
}

tool({
  worker: new Worker("./worker.js", { type: "module" }),
  several: true,
  cleared: showQuality,
  jobs(pictures) {
    const type = byId("format").value;
    const { name: format, ending } = FORMATS[type];
    const wanted = { type, quality: Number(quality.value) / 100, longest: Number(byId("longest").value) };
    return pictures.map(({ file, name, bytes }) => ({
      kind: "compress",
      question: { file, ...wanted },
      done: ({ blob, width, height }) => ({
        blob,
        name: `${stem(name)}-small.${ending}`,
        alt: `The compressed picture, ${width} × ${height} pixels`,
        facts:
          `${weight(blob.size)} instead of ${weight(bytes)}: ${change(bytes, blob.size)}. ` +
          `${width} × ${height} pixels, ${format}.`,
      }),
    }));
  },
});

quality.addEventListener("input", showQuality);
