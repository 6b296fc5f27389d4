// The work of converting, away from the page.

import { answer } from "../shared/jobs.js";
import { decode, paint } from "../shared/pictures.js";

const QUALITY = 0.92;

answer({
  async convert({ file, type }) {
    const { bitmap } = await decode(file);
    const { width, height } = bitmap;
    try {
      return { value: { blob: await paint(bitmap, { width, height, type, quality: QUALITY }) } };
    } finally {
      bitmap.close();
    }
  },
});
