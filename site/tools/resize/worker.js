// The work of resizing, away from the page.

import { answer } from "../shared/jobs.js";
import { decode, paint } from "../shared/pictures.js";

const QUALITY = 0.92;

answer({
  async resize({ file, width, height }) {
    const { bitmap, type } = await decode(file);
    try {
      return { value: { blob: await paint(bitmap, { width, height, type, quality: QUALITY }) } };
    } finally {
      bitmap.close();
    }
  },
});
