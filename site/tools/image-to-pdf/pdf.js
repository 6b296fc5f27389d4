// Writes a PDF with one JPEG on each page (ISO 32000-1, version 1.4). The same pages give the same bytes: the file names
// no time, no program and no author.

const encoder = new TextEncoder();
const COLOURS = { 1: "/DeviceGray", 3: "/DeviceRGB" };

/** The comment in the second line has bytes above 127, so that no program takes the file for text. */
const HEAD = new Uint8Array([...encoder.encode("%PDF-1.4\n%"), 0xe2, 0xe3, 0xcf, 0xd3, 0x0a]);

/**
 * How each EXIF orientation turns the unit square in which a PDF draws a picture: the six numbers of `cm`. The first is
 * the picture as it is stored; 5 to 8 exchange its sides.
 */
const TURNS = [
  "1 0 0 1 0 0",
  "-1 0 0 1 1 0",
  "-1 0 0 -1 1 1",
  "1 0 0 -1 0 1",
  "0 -1 -1 0 1 1",
  "0 -1 1 0 0 1",
  "0 1 1 0 0 0",
  "0 1 -1 0 1 0",
];

/** A number with at most three decimals, never in the form with an exponent, which a PDF does not know. */
const number = (value) => String(Number(value.toFixed(3)));

/**
 * The PDF of `pages`: `{width, height, box: {x, y, width, height}, jpeg: {bytes, width, height, components},
 * orientation}` with lengths in points.
 */
export function pdf(pages) {
  const parts = [];
  const places = [];
  let length = 0;

  function write(part) {
    const bytes = typeof part === "string" ? encoder.encode(part) : part;
    parts.push(bytes);
    length += bytes.length;
  }

  function object(dictionary, stream) {
    places.push(length);
    write(`${places.length} 0 obj\n${dictionary}\n`);
    if (stream) {
      write("stream\n");
      write(stream);
      write("\nendstream\n");
    }
    write("endobj\n");
  }

  // Objects 1 and 2 are the catalogue and the tree of pages; each page has three: itself, what it draws, its picture.
  const first = (at) => 3 + 3 * at;
  write(HEAD);
  object("<< /Type /Catalog /Pages 2 0 R >>");
  const kids = pages.map((_, at) => `${first(at)} 0 R`).join("\n");
  object(`<< /Type /Pages /Count ${pages.length} /Kids [\n${kids}\n] >>`);
  for (const [at, { width, height, box, jpeg, orientation }] of pages.entries()) {
    const own = first(at);
    object(
      `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 ${number(width)} ${number(height)}]\n` +
        `/Resources << /XObject << /Picture ${own + 2} 0 R >> >> /Contents ${own + 1} 0 R >>`,
    );
    const drawing = encoder.encode(
      `q\n${number(box.width)} 0 0 ${number(box.height)} ${number(box.x)} ${number(box.y)} cm\n` +
        `${TURNS[orientation - 1]} cm\n/Picture Do\nQ`,
    );
    object(`<< /Length ${drawing.length} >>`, drawing);
    object(
      `<< /Type /XObject /Subtype /Image /Width ${jpeg.width} /Height ${jpeg.height} /BitsPerComponent 8\n` +
        `/ColorSpace ${COLOURS[jpeg.components]} /Filter /DCTDecode /Length ${jpeg.bytes.length} >>`,
      jpeg.bytes,
    );
  }
  const table = length;
  // Every entry has exactly 20 bytes; a reader computes its place.
  const entries = places.map((place) => `${String(place).padStart(10, "0")} 00000 n \n`).join("");
  write(`xref\n0 ${places.length + 1}\n0000000000 65535 f \n${entries}`);
  write(`trailer\n<< /Size ${places.length + 1} /Root 1 0 R >>\nstartxref\n${table}\n%%EOF\n`);
  return new Blob(parts, { type: "application/pdf" });
}
