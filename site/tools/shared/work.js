// The page's side of the worker: questions and their answers.

/** An answer that nobody waits for any more, because the visitor pressed Reset. */
export class Forgotten extends Error {}

export class Work {
  #worker;
  #waiting = new Map();
  #last = 0;

  /** The worker is made when the page loads, before a file is chosen: after that nothing is loaded. */
  constructor(worker) {
    this.#worker = worker;
    worker.addEventListener("message", ({ data: { id, value, fault } }) => {
      const waiting = this.#waiting.get(id);
      this.#waiting.delete(id);
      if (!waiting) {
        value?.view?.close();
      } else if (fault) {
        waiting.reject(new Error(fault));
      } else {
        waiting.resolve(value);
      }
    });
    worker.addEventListener("error", () => {
      this.#settle(new Error("This tool stopped working. Load the page again; your file has not been changed."));
    });
  }

  ask(kind, question) {
    this.#last += 1;
    const id = this.#last;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      this.#worker.postMessage({ id, kind, question });
    });
  }

  /** Lets go of everything that was asked. */
  forget() {
    this.#worker.postMessage({ kind: "forget" });
    this.#settle(new Forgotten());
  }

  #settle(error) {
    for (const { reject } of this.#waiting.values()) {
      reject(error);
    }
    this.#waiting.clear();
  }
}
