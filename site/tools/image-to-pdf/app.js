// Puts pictures into one PDF. The worker loads with the page; nothing here opens a connection.

import { byId, count, stem, weight } from "../shared/page.js";
import { tool } from "../shared/tool.js";

const { refresh } = tool({
  worker: new Worker("./worker.js", { type: "module" }),
  several: true,
  ordered: true,
  jobs(pictures) {
    const wanted = {
      paper: byId("paper").value,
      turn: byId("turn").value,
      margin: Number(byId("margin").value),
    };
    // One question for each page, so that the progress can be seen, and one for the file.
    const pages = pictures.map(({ file }, number) => ({
      kind: "page",
      question: { file, wanted, number },
      done: () => null,
    }));
    const whole = {
      kind: "finish",
      question: {},
      done: ({ blob, pages: made }) =>
        blob && {
          blob,
          name: `${stem(pictures[0].name)}.pdf`,
          facts: `${count(made, "page", "pages")}, PDF, ${weight(blob.size)}`,
        },
    };
    return [...pages, whole];
  },
});

byId("options").addEventListener("change", () => {
  // A picture's own page has the picture's own direction.
  byId("turn").disabled = byId("paper").value === "own";
  refresh("");
});
