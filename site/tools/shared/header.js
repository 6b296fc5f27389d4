// Reads what a picture's first bytes say about it, so that a wrong or far too large file is refused before it is decoded.

/** Bytes that are read at most: a camera may write several segments of 64 KB before the size. */
export const HEADER_BYTES = 1024 * 1024;

const text = (bytes, from, to) => String.fromCharCode(...bytes.subarray(from, to));

/** The JPEG's segments up to the first scan: `{marker, start, end}` of each payload. */
export function* segments(bytes) {
  let at = 2;
  while (at + 4 <= bytes.length && bytes[at] === 0xff) {
    const marker = bytes[at + 1];
    if (marker === 0xff) {
      at += 1; // A marker may be preceded by any number of fill bytes.
      continue;
    }
    const length = (bytes[at + 2] << 8) | bytes[at + 3];
    if (length < 2) {
      return;
    }
    yield { marker, at, start: at + 4, end: at + 2 + length };
    if (marker === 0xda) {
      return;
    }
    at += 2 + length;
  }
}

/** Whether a marker opens a frame: it carries the size. C4, C8 and CC are tables that share the range. */
export const isFrame = (marker) =>
  marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;

function jpeg(bytes) {
  for (const { marker, start, end } of segments(bytes)) {
    if (isFrame(marker) && end <= bytes.length && end - start >= 6) {
      const view = new DataView(bytes.buffer, bytes.byteOffset + start);
      return { type: "image/jpeg", width: view.getUint16(3), height: view.getUint16(1) };
    }
  }
  return { type: "image/jpeg" };
}

function png(bytes) {
  if (bytes.length < 24) {
    return { type: "image/png" };
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  return { type: "image/png", width: view.getUint32(16), height: view.getUint32(20) };
}

/** Type and, where the first bytes tell it, size of a picture; null for anything else. */
export function header(bytes) {
  if (bytes.length > 3 && bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff) {
    return jpeg(bytes);
  }
  if (text(bytes, 0, 8) === "\x89PNG\r\n\x1a\n") {
    return png(bytes);
  }
  // A WebP's side has 14 bits, so its size is always one that a canvas can have.
  if (text(bytes, 0, 4) === "RIFF" && text(bytes, 8, 12) === "WEBP") {
    return { type: "image/webp" };
  }
  return null;
}
