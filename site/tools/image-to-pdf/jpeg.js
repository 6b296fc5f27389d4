// A JPEG without its metadata, where a PDF can hold it as it is (ITU-T T.81, Exif 2.3).

import { isFrame, segments } from "../shared/header.js";

const APP1 = 0xe1;
const APP2 = 0xe2;
const APP14 = 0xee;
const SCAN = 0xda;
const END = 0xd9;

const starts = (bytes, at, word) => [...word].every((letter, i) => bytes[at + i] === letter.charCodeAt(0));

/** What JFIF writes without a density or a small copy: a reader learns from it how the colours are coded. */
const JFIF = new Uint8Array([0xff, 0xe0, 0, 16, 0x4a, 0x46, 0x49, 0x46, 0, 1, 1, 0, 0, 1, 0, 1, 0, 0]);

/** The orientation that an Exif segment states: 1 to 8, 1 where none is stated. */
function orientation(bytes, start, end) {
  const tiff = start + 6;
  if (end > bytes.length || tiff + 8 > end) {
    return 1;
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset + tiff, end - tiff);
  const little = view.getUint16(0) === 0x4949;
  const directory = view.getUint32(4, little);
  if (directory + 2 > view.byteLength) {
    return 1;
  }
  const entries = view.getUint16(directory, little);
  for (let at = directory + 2, i = 0; i < entries && at + 12 <= view.byteLength; i += 1, at += 12) {
    if (view.getUint16(at, little) === 0x0112) {
      const value = view.getUint16(at + 8, little);
      return value >= 1 && value <= 8 ? value : 1;
    }
  }
  return 1;
}

/** Where the picture ends: behind its end mark. A camera may append a film or a second picture. */
function end(bytes, from) {
  let at = from;
  while (at + 1 < bytes.length) {
    const next = bytes[at + 1];
    if (bytes[at] !== 0xff || next === 0xff) {
      at += 1;
    } else if (next === END) {
      return at + 2;
    } else if (next === 0 || (next >= 0xd0 && next <= 0xd7)) {
      at += 2;
    } else {
      // Between the scans of a progressive picture stand more segments.
      at += 2 + ((bytes[at + 2] << 8) | bytes[at + 3]);
    }
  }
  return null;
}

/**
 * The picture for a PDF, `{bytes, width, height, components, orientation}`, or null for one that must be written anew:
 * with a colour profile, in CMYK, arithmetically coded or lossless, with more than 8 bits, or cut short.
 */
export function bare(bytes, { dropProfile = false } = {}) {
  const kept = [bytes.subarray(0, 2)];
  let frame = null;
  let turn = 1;
  let profile = false;
  for (const { marker, at, start, end: stop } of segments(bytes)) {
    if (stop > bytes.length) {
      return null;
    }
    if (marker === SCAN) {
      const last = end(bytes, stop);
      if (!frame || profile || last === null) {
        return null;
      }
      return { ...frame, bytes: join([...kept, bytes.subarray(at, last)]), orientation: turn };
    }
    if (isFrame(marker)) {
      const components = bytes[start + 5];
      // Baseline, extended and progressive with Huffman coding are what the DCTDecode filter knows.
      if (marker > 0xc2 || bytes[start] !== 8 || (components !== 1 && components !== 3)) {
        return null;
      }
      frame = {
        components,
        height: (bytes[start + 1] << 8) | bytes[start + 2],
        width: (bytes[start + 3] << 8) | bytes[start + 4],
      };
    }
    if (marker === 0xe0 && starts(bytes, start, "JFIF\0")) {
      kept.push(JFIF);
    } else if (marker === APP1 && starts(bytes, start, "Exif\0\0")) {
      turn = orientation(bytes, start, stop);
    } else if (marker === APP2 && starts(bytes, start, "ICC_PROFILE\0")) {
      profile = !dropProfile;
    } else if (marker === APP14 || !isApplication(marker)) {
      kept.push(bytes.subarray(at, stop));
    }
  }
  return null;
}

/** Segments that programs add, and comments: none of them draws a pixel, but for Adobe's, which is kept. */
const isApplication = (marker) => (marker >= 0xe0 && marker <= 0xef) || marker === 0xfe;

function join(parts) {
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
