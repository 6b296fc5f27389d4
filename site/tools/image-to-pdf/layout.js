// Where a picture stands on its page. Lengths are in points, 72 to an inch.

import { Fault } from "../shared/pictures.js";

const PER_MILLIMETRE = 72 / 25.4;
const PER_PIXEL = 72 / 96;
/** The longest side of a page that every reader takes. */
const LONGEST = 14400;

const PAPERS = {
  a4: { width: 210 * PER_MILLIMETRE, height: 297 * PER_MILLIMETRE },
  letter: { width: 612, height: 792 },
};

/** Page and box of a picture of `width` by `height` pixels: as large as fits between the margins, in the middle. */
export function layout({ width, height }, { paper, turn, margin }) {
  const edge = margin * PER_MILLIMETRE;
  if (paper === "own") {
    const scale = Math.min(PER_PIXEL, (LONGEST - 2 * edge) / Math.max(width, height));
    const box = { x: edge, y: edge, width: width * scale, height: height * scale };
    return { width: box.width + 2 * edge, height: box.height + 2 * edge, box };
  }
  const lies = turn === "landscape" || (turn === "auto" && width > height);
  const sheet = PAPERS[paper];
  const page = lies ? { width: sheet.height, height: sheet.width } : sheet;
  const room = { width: page.width - 2 * edge, height: page.height - 2 * edge };
  if (room.width <= 0 || room.height <= 0) {
    throw new Fault("The margins leave no room for a picture. Choose a smaller margin.");
  }
  const scale = Math.min(room.width / width, room.height / height);
  const box = { width: width * scale, height: height * scale };
  return { ...page, box: { ...box, x: (page.width - box.width) / 2, y: (page.height - box.height) / 2 } };
}
