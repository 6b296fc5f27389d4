export const grey = (data) => {
  for (let at = 0; at < data.length; at += 4) {
    const light = 0.299 * data[at] + 0.587 * data[at + 1] + 0.114 * data[at + 2];
    data.fill(light, at, at + 3);
  }
};
