// Cuts a part out of a picture. The worker loads with the page; nothing here opens a connection.

import { FORMATS, byId, show, stem, weight } from "../shared/page.js";
import { tool } from "../shared/tool.js";
import { greatest, move, stretch } from "./frame.js";

const stage = byId("stage");
const view = byId("view");
const area = byId("area");
const ratio = byId("ratio");
const fields = { x: byId("left"), y: byId("top"), width: byId("width"), height: byId("height") };

const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
/** Repeats of a held key after which it goes faster. */
const PATIENCE = 8;

/** The chosen picture; null before a choice. */
let picture = null;
/** The part to keep, in pixels of the picture. */
let frame = null;
let repeats = 0;

/** Width to height of the wanted shape; 0 for any. */
function shape() {
  if (ratio.value === "free") {
    return 0;
  }
  if (ratio.value === "own") {
    return picture.width / picture.height;
  }
  const [wide, high] = ratio.value.split(":").map(Number);
  return wide / high;
}

/** Shows the frame; `typed` is the field that is being typed into and keeps what it says. */
function set(next, typed) {
  frame = next;
  for (const [side, field] of Object.entries(fields)) {
    if (field !== typed) {
      field.value = frame[side];
    }
  }
  fields.x.max = picture.width - 1;
  fields.y.max = picture.height - 1;
  fields.width.max = picture.width;
  fields.height.max = picture.height;
  for (const { style } of [area, byId("cut")]) {
    style.left = `${(frame.x / picture.width) * 100}%`;
    style.top = `${(frame.y / picture.height) * 100}%`;
    style.width = `${(frame.width / picture.width) * 100}%`;
    style.height = `${(frame.height / picture.height) * 100}%`;
  }
}

/** Takes what was typed; what does not fit into the picture is brought into it. */
function type(field) {
  const value = Math.round(Number(field.value));
  if (!picture || field.value === "" || value < Number(field.min)) {
    return;
  }
  if (field === fields.x || field === fields.y) {
    const side = field === fields.x ? "x" : "y";
    set(move({ ...frame, [side]: value }, 0, 0, picture), field);
  } else if (field === fields.width) {
    set(stretch(frame, "e", value - frame.width, 0, picture, shape()), field);
  } else {
    set(stretch(frame, "s", 0, value - frame.height, picture, shape()), field);
  }
}

const { refresh } = tool({
  worker: new Worker("./worker.js", { type: "module" }),
  opened(found) {
    picture = found;
    show(view, found.view);
    stage.hidden = false;
    byId("keys").hidden = false;
    const whole = greatest(picture, shape());
    // A frame a little smaller than the picture shows at once what it is for; a tiny picture has no room for that.
    const inset = Math.floor(Math.min(whole.width, whole.height) / 10);
    set(stretch(whole, "nw", inset, inset, picture, shape()));
    set(stretch(frame, "se", -inset, -inset, picture, shape()));
  },
  cleared() {
    picture = null;
    frame = null;
    stage.hidden = true;
    byId("keys").hidden = true;
    view.width = 0;
    Object.values(fields).forEach((field) => (field.value = ""));
  },
  jobs([{ file, name, type: format, bytes, width, height }]) {
    const part = { ...frame };
    set(part);
    return [
      {
        kind: "crop",
        question: { file, part },
        done: ({ blob }) => ({
          blob,
          name: `${stem(name)}-${part.width}x${part.height}.${FORMATS[format].ending}`,
          alt: `The part of the picture, ${part.width} × ${part.height} pixels`,
          facts:
            `${part.width} × ${part.height} pixels, ${FORMATS[format].name}, ${weight(blob.size)} ` +
            `(before: ${width} × ${height} pixels, ${weight(bytes)})`,
        }),
      },
    ];
  },
});

/** Says where the frame is now that a change is over; an older result no longer fits it. */
function tell() {
  set(frame);
  refresh(`Left ${frame.x}, top ${frame.y}, width ${frame.width}, height ${frame.height}.`);
}

for (const field of Object.values(fields)) {
  field.addEventListener("input", () => type(field));
  // What was typed gives way to what it came to.
  field.addEventListener("change", () => picture && tell());
}
ratio.addEventListener("change", () => {
  if (picture) {
    frame = greatest(picture, shape());
    tell();
  }
});

area.addEventListener("keydown", (event) => {
  const direction = ARROWS[event.key];
  if (!direction || event.ctrlKey || event.altKey || event.metaKey) {
    return;
  }
  event.preventDefault();
  repeats = event.repeat ? repeats + 1 : 0;
  const fast = Math.max(1, Math.round(Math.max(picture.width, picture.height) / 100));
  const [dx, dy] = direction.map((part) => part * (repeats > PATIENCE ? fast : 1));
  if (event.shiftKey) {
    set(stretch(frame, dx ? "e" : "s", dx, dy, picture, shape()));
  } else {
    set(move(frame, dx, dy, picture));
  }
});
// The numbers are told once the key is let go, or a screen reader would speak without end.
area.addEventListener("keyup", (event) => {
  if (event.key in ARROWS && frame) {
    tell();
  }
});

area.addEventListener("pointerdown", (event) => {
  if (event.button !== 0) {
    return;
  }
  event.preventDefault();
  area.focus({ preventScroll: true });
  const edge = event.target.dataset.edge;
  const start = frame;
  const scale = picture.width / view.getBoundingClientRect().width;
  const follow = ({ clientX, clientY }) => {
    const dx = (clientX - event.clientX) * scale;
    const dy = (clientY - event.clientY) * scale;
    if (picture) {
      set(edge ? stretch(start, edge, dx, dy, picture, shape()) : move(start, dx, dy, picture));
    }
  };
  area.setPointerCapture(event.pointerId);
  const stop = new AbortController();
  area.addEventListener("pointermove", follow, { signal: stop.signal });
  const finish = () => {
    stop.abort();
    if (picture) {
      tell();
    }
  };
  area.addEventListener("lostpointercapture", finish, { signal: stop.signal });
});
