// The work of compressing, away from the page.

import { answer } from "../shared/jobs.js";
import { decode, paint } from "../shared/pictures.js";

answer({
  async compress({ file, type, quality, longest }) {
    const { bitmap } = await decode(file);
    const scale = longest ? Math.min(1, longest / Math.max(bitmap.width, bitmap.height)) : 1;
    const width = Math.max(1, Math.round(bitmap.width * scale));
    const height = Math.max(1, Math.round(bitmap.height * scale));
    try {
      return { value: { blob: await paint(bitmap, { width, height, type, quality }), width, height } };
    } finally {
      bitmap.close();
    }
  },
});
