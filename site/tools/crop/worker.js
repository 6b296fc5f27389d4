// The work of cropping, away from the page.

import { answer } from "../shared/jobs.js";
import { decode, paint } from "../shared/pictures.js";

const QUALITY = 0.95;

answer({
  async crop({ file, part }) {
    const { bitmap, type } = await decode(file);
    const { width, height } = part;
    try {
      return { value: { blob: await paint(bitmap, { part, width, height, type, quality: QUALITY }) } };
    } finally {
      bitmap.close();
    }
  },
});
