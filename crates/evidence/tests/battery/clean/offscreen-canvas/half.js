onmessage = async ({ data }) => {
  const picture = await createImageBitmap(data);
  const canvas = new OffscreenCanvas(Math.ceil(picture.width / 2), Math.ceil(picture.height / 2));
  canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
  postMessage(await canvas.convertToBlob({ type: "image/jpeg", quality: 0.9 }));
};
