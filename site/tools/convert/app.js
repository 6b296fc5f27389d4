// Writes pictures in another format. The worker loads with the page; nothing here opens a connection.

import { FORMATS, byId, stem, weight } from "../shared/page.js";
import { tool } from "../shared/tool.js";

const form = byId("form");
const HINTS = {
  "image/jpeg": "A JPEG has no transparent parts: they become white.",
  "image/png": "A PNG is written without loss; its file is often larger.",
  "image/webp": "Most browsers show WebP; some older programs do not.",
};

const wanted = () => new FormData(form).get("format");

function explain() {
  // The fields of a form that waits for a picture are disabled and give no value.
  byId("hint").textContent = HINTS[wanted() ?? "image/jpeg"];
}

tool({
  worker: new Worker("./worker.js", { type: "module" }),
  several: true,
  cleared: explain,
  jobs(pictures) {
    const type = wanted();
    const { name: format, ending } = FORMATS[type];
    return pictures.map(({ file, name, type: before, bytes, width, height }) => ({
      kind: "convert",
      question: { file, type },
      done: ({ blob }) => ({
        blob,
        name: `${stem(name)}.${ending}`,
        alt: `The converted picture, ${width} × ${height} pixels`,
        facts:
          `${width} × ${height} pixels, ${format}, ${weight(blob.size)} ` +
          `(before: ${FORMATS[before].name}, ${weight(bytes)})`,
      }),
    }));
  },
});

form.addEventListener("change", explain);
