// One local tool's page: choose, run, save, reset. Everything is kept in memory and gone after a reset.

import { Chosen, MOST } from "./chosen.js";
import { FORMATS, byId, complain, count, receive, say, weight } from "./page.js";
import { Results } from "./results.js";
import { Forgotten, Work } from "./work.js";

/** Sides of the small copies: in a list, and where one picture is worked on. */
const THUMBNAIL = 160;
const VIEW = 1600;

/**
 * Runs a tool. `worker` does its work. `several` takes more than one picture, `ordered` lets the visitor order them.
 * `opened(picture)` is told of a chosen picture; `cleared()` of a reset. `jobs(pictures)` gives the list of what to ask
 * the worker, each `{kind, question, done(value)}`, where `done` gives what Results.show takes, or null for a step on
 * the way.
 */
export function tool({ worker, several = false, ordered = false, opened, cleared, jobs }) {
  const work = new Work(worker);
  const results = new Results();
  const form = byId("form");
  const run = byId("run");
  const progress = byId("progress");
  const chosen = several ? new Chosen({ ordered, changed: refresh }) : null;
  let single = null;
  // Counts resets and choices, so that a slow answer never overwrites a later choice.
  let round = 0;
  let running = false;

  const pictures = () => chosen?.pictures ?? (single ? [single] : []);

  function ready() {
    const none = pictures().length === 0;
    byId("options").disabled = none;
    run.disabled = none;
  }

  /** What was chosen or wanted has changed: an older result no longer fits it. */
  function refresh(text) {
    if (running) {
      round += 1;
      running = false;
      work.forget();
      progress.hidden = true;
    }
    results.clear();
    complain([]);
    ready();
    say(text);
  }

  function step(done, all) {
    progress.hidden = all < 2 || done >= all;
    progress.max = all;
    progress.value = done;
  }

  /** Waits for each answer in turn; gives what went wrong in words, or null when a reset came between. */
  async function each(list, words, ask) {
    const mine = round;
    const faults = [];
    for (const [at, one] of list.entries()) {
      say(list.length > 1 ? `${words}: ${at + 1} of ${list.length}.` : `${words}.`);
      step(at, list.length);
      try {
        await ask(one);
      } catch (error) {
        if (error instanceof Forgotten || mine !== round) {
          return null;
        }
        faults.push(error.message);
      }
      if (mine !== round) {
        return null;
      }
    }
    step(list.length, list.length);
    return faults;
  }

  function forget() {
    round += 1;
    running = false;
    work.forget();
    results.clear();
    chosen?.clear();
    single = null;
    progress.hidden = true;
    cleared?.();
    ready();
    complain([]);
    say("");
  }

  // Choices follow each other, so that pictures dropped while others are being opened are not lost.
  let choosing = Promise.resolve();

  function take(files) {
    if (!several) {
      forget();
    } else {
      refresh("");
    }
    const mine = round;
    choosing = choosing.then(() => (mine === round ? choose(files) : null));
  }

  async function choose(files) {
    const free = several ? MOST - chosen.pictures.length : 1;
    run.disabled = true;
    const faults = await each(files.slice(0, free), "Opening", async (file) => {
      const mine = round;
      const found = await work.ask("open", { file, side: several ? THUMBNAIL : VIEW });
      if (mine !== round) {
        found.view.close();
        return;
      }
      const picture = { file, name: file.name, bytes: file.size, ...found };
      single = picture;
      opened?.(picture);
      chosen?.add(picture);
    });
    if (!faults) {
      return;
    }
    if (files.length > free) {
      faults.push(
        several
          ? `This tool takes ${MOST} pictures at a time. ${count(files.length - free, "file was", "files were")} left out.`
          : "This tool takes one picture at a time. The first one was taken.",
      );
    }
    chosen?.mirror();
    ready();
    describe();
    if (faults.length > 0) {
      complain(faults);
    }
  }

  function describe() {
    if (several) {
      say(`${count(pictures().length, "picture is", "pictures are")} chosen.`);
    } else if (single) {
      const { name, width, height, type, bytes } = single;
      say(`${name}: ${width} × ${height} pixels, ${FORMATS[type].name}, ${weight(bytes)}.`);
    }
  }

  async function start() {
    const list = jobs(pictures());
    const made = [];
    results.clear();
    complain([]);
    run.disabled = true;
    running = true;
    const faults = await each(list, "Working", async ({ kind, question, done }) => {
      const result = done(await work.ask(kind, question));
      if (result) {
        made.push(result);
      }
    });
    running = false;
    if (!faults) {
      return;
    }
    ready();
    if (made.length > 0) {
      results.show(made);
      say(made.length > 1 ? `${made.length} results are ready.` : "The result is ready.");
    }
    if (faults.length > 0) {
      complain(faults);
      if (made.length === 0) {
        run.focus();
      }
    }
  }

  receive(take);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (!run.disabled) {
      start();
    }
  });
  byId("clear").addEventListener("click", () => {
    form.reset();
    forget();
    say("Everything is cleared.");
    byId("file").focus();
  });
  addEventListener("pagehide", forget);
  // Going back brings a page from the browser's memory with what the form said; the tool starts without a picture.
  form.reset();
  ready();
  return { refresh };
}
