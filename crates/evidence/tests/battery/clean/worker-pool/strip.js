onmessage = ({ data }) => {
  const { width, height } = data;
  const from = new Uint32Array(data.data.buffer);
  const to = new Uint32Array(from.length);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) to[y * width + x] = from[y * width + width - 1 - x];
  }
  postMessage(new ImageData(new Uint8ClampedArray(to.buffer), width, height));
};
