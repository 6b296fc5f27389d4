// The picture becomes a JPEG inside of a PDF of one page, written here.
const offer = (blob) => {
  const save = document.querySelector("#save");
  save.href = URL.createObjectURL(blob);
  save.hidden = false;
};
const pixelsOf = async (file) => {
  const picture = await createImageBitmap(file);
  const canvas = new OffscreenCanvas(picture.width, picture.height);
  const context = canvas.getContext("2d");
  context.drawImage(picture, 0, 0);
  return { canvas, context, pixels: context.getImageData(0, 0, canvas.width, canvas.height) };
};
const whenRun = (work) => document.querySelector("#run").addEventListener("click", () => {
  const [file] = document.querySelector("#file").files;
  if (file) work(file);
});

const bytesOf = (text) => new TextEncoder().encode(text);
whenRun(async (file) => {
  const { canvas } = await pixelsOf(file);
  const { width, height } = canvas;
  const jpeg = new Uint8Array(await (await canvas.convertToBlob({ type: "image/jpeg" })).arrayBuffer());
  const draw = `q ${width} 0 0 ${height} 0 0 cm /P Do Q`;
  const picture = `<< /Type /XObject /Subtype /Image /Width ${width} /Height ${height} /ColorSpace /DeviceRGB`
    + ` /BitsPerComponent 8 /Filter /DCTDecode /Length ${jpeg.length} >>`;
  const objects = [
    ["<< /Type /Catalog /Pages 2 0 R >>"],
    ["<< /Type /Pages /Kids [3 0 R] /Count 1 >>"],
    [`<< /Type /Page /Parent 2 0 R /MediaBox [0 0 ${width} ${height}] /Contents 4 0 R /Resources << /XObject << /P 5 0 R >> >> >>`],
    [`<< /Length ${draw.length} >>\nstream\n${draw}\nendstream`],
    [picture + "\nstream\n", jpeg, "\nendstream"],
  ];
  const parts = [bytesOf("%PDF-1.4\n")];
  const places = [];
  let length = parts[0].length;
  const write = (part) => {
    const bytes = typeof part === "string" ? bytesOf(part) : part;
    parts.push(bytes);
    length += bytes.length;
  };
  objects.forEach((object, index) => {
    places.push(length);
    [`${index + 1} 0 obj\n`, ...object, "\nendobj\n"].forEach(write);
  });
  const start = length;
  const rows = places.map((place) => `${String(place).padStart(10, "0")} 00000 n \n`).join("");
  write(`xref\n0 6\n0000000000 65535 f \n${rows}trailer\n<< /Size 6 /Root 1 0 R >>\nstartxref\n${start}\n%%EOF\n`);
  offer(new Blob(parts, { type: "application/pdf" }));
});
