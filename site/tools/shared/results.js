// What a tool made: kept in memory, shown, and saved when the visitor says so.

import { byId, count, make } from "./page.js";

/** Browsers drop downloads that follow each other at once. */
const PAUSE = 400;

const wait = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));

export class Results {
  #addresses = [];
  #links = [];

  /** Takes everything away; the browser may free the memory. */
  clear() {
    byId("result").hidden = true;
    byId("made").replaceChildren();
    byId("keep").replaceChildren();
    this.#addresses.forEach((address) => URL.revokeObjectURL(address));
    this.#addresses = [];
    this.#links = [];
  }

  /** Shows `{blob, name, facts, alt}` of each; with one its picture is large, with several each is a row. */
  show(made) {
    this.clear();
    const rows = made.map((one) => this.#row(one, made.length > 1));
    byId("made").className = made.length > 1 ? "made many" : "made";
    byId("made").append(...rows);
    byId("keep").append(made.length > 1 ? this.#saveAll() : this.#links[0]);
    byId("result").hidden = false;
    byId("result-title").focus();
  }

  #row({ blob, name, facts, alt }, several) {
    const row = make("li");
    const address = URL.createObjectURL(blob);
    this.#addresses.push(address);
    if (alt) {
      const picture = make("img");
      picture.src = address;
      picture.alt = alt;
      row.append(picture);
    }
    const words = make("p");
    words.append(make("strong", "", name), make("span", "", facts));
    const link = make("a", several ? "button" : "button primary", "Save");
    link.href = address;
    link.download = name;
    this.#links.push(link);
    row.append(words);
    if (several) {
      link.setAttribute("aria-label", `Save ${name}`);
      row.append(link);
    } else {
      link.id = "save";
    }
    return row;
  }

  #saveAll() {
    const button = make("button", "primary", `Save all ${count(this.#links.length, "file", "files")}`);
    button.type = "button";
    button.id = "save";
    button.addEventListener("click", async () => {
      button.disabled = true;
      const links = this.#links;
      for (const link of links) {
        // Reset may have taken the results away in the meantime.
        if (this.#links === links) {
          link.click();
          await wait(PAUSE);
        }
      }
      button.disabled = false;
      button.focus();
    });
    return button;
  }
}
