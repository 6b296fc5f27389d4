// The frame of a crop in whole pixels of the picture: always inside it, never empty, in the wanted shape.

const clamp = (value, least, most) => Math.min(Math.max(value, least), Math.max(least, most));

/** The greatest frame of a shape (width to height; 0 for any) in the middle of a picture. */
export function greatest({ width, height }, ratio) {
  let [wide, high] = [width, height];
  if (ratio) {
    wide = Math.min(width, height * ratio);
    high = wide / ratio;
  }
  wide = Math.max(1, Math.round(wide));
  high = Math.max(1, Math.round(high));
  return { x: Math.floor((width - wide) / 2), y: Math.floor((height - high) / 2), width: wide, height: high };
}

/** The frame, moved as far as the picture goes. */
export function move(frame, dx, dy, picture) {
  return {
    ...frame,
    x: clamp(Math.round(frame.x + dx), 0, picture.width - frame.width),
    y: clamp(Math.round(frame.y + dy), 0, picture.height - frame.height),
  };
}

/** The frame with an edge or corner (`n`, `se`, …) moved; the opposite one stays where it is. */
export function stretch(frame, edge, dx, dy, picture, ratio) {
  const [west, north] = [edge.includes("w"), edge.includes("n")];
  const right = frame.x + frame.width;
  const bottom = frame.y + frame.height;
  // How far the frame can grow from the edges that stay.
  const most = {
    width: west ? right : picture.width - frame.x,
    height: north ? bottom : picture.height - frame.y,
  };
  let width = clamp(frame.width + (west ? -dx : edge.includes("e") ? dx : 0), 1, most.width);
  let height = clamp(frame.height + (north ? -dy : edge.includes("s") ? dy : 0), 1, most.height);
  if (ratio) {
    // A corner follows whichever side asks for more; an edge takes the other side along.
    const byWidth = edge === "e" || edge === "w" || (edge.length === 2 && width / height >= ratio);
    width = byWidth ? width : height * ratio;
    width = Math.min(width, most.width, most.height * ratio);
    height = width / ratio;
  }
  width = clamp(Math.round(width), 1, most.width);
  height = clamp(Math.round(height), 1, most.height);
  return { x: west ? right - width : frame.x, y: north ? bottom - height : frame.y, width, height };
}
