// The worker's side: answers the page's questions one after the other, so that only one picture is decoded at a time.

import { Fault, open } from "./pictures.js";

const UNEXPECTED = "This picture could not be worked on. The memory of this device may be too small for it.";

/** Answers `open` and the tool's own kinds of question. */
export function answer(kinds) {
  const all = { open, ...kinds };
  let queue = Promise.resolve();
  let round = 0;

  async function work(mine, { id, kind, question }) {
    // After a reset the page waits for nothing that was asked before it.
    if (mine !== round) {
      return;
    }
    try {
      const { value, transfer } = await all[kind](question);
      postMessage({ id, value }, transfer ?? []);
    } catch (error) {
      postMessage({ id, fault: error instanceof Fault ? error.message : UNEXPECTED });
    }
  }

  addEventListener("message", ({ data }) => {
    if (data.kind === "forget") {
      round += 1;
      return;
    }
    const mine = round;
    queue = queue.then(() => work(mine, data));
  });
}
