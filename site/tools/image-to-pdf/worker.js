// The work of making a PDF, away from the page.

import { answer } from "../shared/jobs.js";
import { Fault, decode, paint } from "../shared/pictures.js";
import { bare } from "./jpeg.js";
import { layout } from "./layout.js";
import { pdf } from "./pdf.js";

const QUALITY = 0.92;

/** The pages that were made so far, in order; a PDF is asked for page by page, so that the progress can be seen. */
let pages = [];

/** The picture as JPEG: without loss where a PDF can hold the file's own, or else written anew. */
async function asJpeg(file, bitmap, type) {
  if (type === "image/jpeg") {
    const kept = bare(new Uint8Array(await file.arrayBuffer()));
    // Sides that the decoder sees otherwise would be drawn distorted.
    const turned = kept && kept.orientation > 4;
    if (kept && kept.width === (turned ? bitmap.height : bitmap.width)) {
      return kept;
    }
  }
  const { width, height } = bitmap;
  const blob = await paint(bitmap, { width, height, type: "image/jpeg", quality: QUALITY });
  const bytes = new Uint8Array(await blob.arrayBuffer());
  // A canvas has the colours of sRGB, which is what a reader takes a picture without a profile for.
  const made = bare(bytes, { dropProfile: true });
  if (!made) {
    throw new Fault(`“${file.name}” could not be written as a JPEG that a PDF can hold.`);
  }
  return made;
}

answer({
  async page({ file, wanted, number }) {
    if (number === 0) {
      pages = [];
    }
    const { bitmap, type } = await decode(file);
    try {
      const place = layout(bitmap, wanted);
      const { orientation, ...jpeg } = await asJpeg(file, bitmap, type);
      pages.push({ ...place, jpeg, orientation });
    } finally {
      bitmap.close();
    }
    return { value: {} };
  },
  async finish() {
    const blob = pages.length > 0 ? pdf(pages) : null;
    const value = { blob, pages: pages.length };
    pages = [];
    return { value };
  },
});
