// Decodes, draws and encodes pictures. This runs in a tool's worker, so the page stays quick; nothing here opens a connection.

import { HEADER_BYTES, header } from "./header.js";

/** Something that the visitor can understand and put right. */
export class Fault extends Error {}

/** More than this no common browser draws: the longest side and the number of pixels of a canvas. */
const LONGEST_SIDE = 32767;
const MOST_PIXELS = 16384 * 16384;

const NAMES = { "image/jpeg": "JPEG", "image/png": "PNG", "image/webp": "WebP" };

function refuseTooLarge(width, height, what) {
  if (width > LONGEST_SIDE || height > LONGEST_SIDE || width * height > MOST_PIXELS) {
    throw new Fault(
      `${what} has ${width} × ${height} pixels. That is more than a browser can draw. Choose a smaller one.`,
    );
  }
}

/** The picture, upright as its EXIF orientation says, and its type. The caller closes the bitmap. */
export async function decode(file) {
  let bytes;
  try {
    bytes = new Uint8Array(await file.slice(0, HEADER_BYTES).arrayBuffer());
  } catch {
    throw new Fault(`“${file.name}” could not be read. It may have been moved or changed: choose it again.`);
  }
  const found = header(bytes);
  if (!found) {
    throw new Fault(`“${file.name}” is not a JPEG, PNG or WebP picture. Choose another file.`);
  }
  if (found.width) {
    refuseTooLarge(found.width, found.height, `“${file.name}”`);
  }
  try {
    const bitmap = await createImageBitmap(file, { imageOrientation: "from-image" });
    return { bitmap, type: found.type };
  } catch {
    throw new Fault(
      `“${file.name}” could not be opened as a picture. It is damaged, or too large for the memory of this device.`,
    );
  }
}

/** A canvas of that size, proved to hold pixels: some browsers give an empty one beyond their limit and say nothing. */
export function blank(width, height) {
  refuseTooLarge(width, height, "The result");
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext("2d");
  let holds = false;
  if (context) {
    context.fillRect(width - 1, height - 1, 1, 1);
    try {
      holds = context.getImageData(width - 1, height - 1, 1, 1).data[3] === 255;
    } catch {
      holds = false;
    }
  }
  if (!holds) {
    throw new Fault(`This browser cannot draw ${width} × ${height} pixels. Choose a smaller size.`);
  }
  context.clearRect(width - 1, height - 1, 1, 1);
  context.imageSmoothingQuality = "high";
  return { canvas, context };
}

/**
 * Draws the part of a bitmap on a canvas of the wanted size and encodes it. Only pixels pass through a canvas, so no
 * metadata of the file does. A JPEG has no transparent parts: they become white.
 */
export async function paint(bitmap, { part, width, height, type, quality }) {
  const from = part ?? { x: 0, y: 0, width: bitmap.width, height: bitmap.height };
  const { canvas, context } = blank(width, height);
  if (type === "image/jpeg") {
    context.fillStyle = "#ffffff";
    context.fillRect(0, 0, width, height);
  }
  context.drawImage(bitmap, from.x, from.y, from.width, from.height, 0, 0, width, height);
  let blob;
  try {
    blob = await canvas.convertToBlob({ type, quality });
  } catch {
    throw new Fault(`The picture of ${width} × ${height} pixels does not fit into the memory of this device.`);
  } finally {
    canvas.width = 0;
  }
  // A browser that cannot write a format writes a PNG instead and does not say so.
  if (blob.type !== type) {
    throw new Fault(`This browser cannot write ${NAMES[type]} files. Choose another format or another browser.`);
  }
  return blob;
}

/** What the page shows of a chosen file: its size and a small copy with sides of at most `side` pixels. */
export async function open({ file, side }) {
  const { bitmap, type } = await decode(file);
  const { width, height } = bitmap;
  const scale = Math.min(1, side / Math.max(width, height));
  const view = await createImageBitmap(bitmap, {
    resizeWidth: Math.max(1, Math.round(width * scale)),
    resizeHeight: Math.max(1, Math.round(height * scale)),
    resizeQuality: "medium",
  });
  bitmap.close();
  return { value: { type, width, height, view }, transfer: [view] };
}
