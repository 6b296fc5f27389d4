// The list of the chosen pictures, in order, each with buttons to remove and, where order matters, to move it.

import { FORMATS, byId, count, make, show, weight } from "./page.js";

/** More would not fit into the memory of a phone, and a list of more is hard to look through. */
export const MOST = 100;

export class Chosen {
  #list = byId("chosen");
  #ordered;
  #changed;
  #rows = new Map();
  pictures = [];

  constructor({ ordered, changed }) {
    this.#ordered = ordered;
    this.#changed = changed;
  }

  add(picture) {
    this.pictures.push(picture);
    const canvas = make("canvas");
    show(canvas, picture.view);
    const words = make("p");
    const { name, bytes, type, width, height } = picture;
    words.append(
      make("strong", "", name),
      make("span", "", `${width} × ${height} pixels, ${FORMATS[type].name}, ${weight(bytes)}`),
    );
    const buttons = make("div", "order");
    if (this.#ordered) {
      buttons.append(
        this.#button("↑", `Move ${name} up`, () => this.#move(picture, -1)),
        this.#button("↓", `Move ${name} down`, () => this.#move(picture, 1)),
      );
    }
    buttons.append(this.#button("×", `Remove ${name}`, () => this.#remove(picture)));
    const row = make("li");
    row.append(canvas, words, buttons);
    this.#rows.set(picture, row);
    this.#list.append(row);
    this.#tell();
  }

  clear() {
    this.pictures = [];
    this.#rows.clear();
    this.#list.replaceChildren();
    this.#list.hidden = true;
  }

  #button(sign, label, press) {
    const button = make("button", "small-button", sign);
    button.type = "button";
    button.setAttribute("aria-label", label);
    button.title = label;
    button.addEventListener("click", () => press());
    return button;
  }

  #move(picture, by) {
    const at = this.pictures.indexOf(picture);
    const to = at + by;
    this.pictures.splice(at, 1);
    this.pictures.splice(to, 0, picture);
    const row = this.#rows.get(picture);
    this.#list.insertBefore(row, this.#list.children[by < 0 ? to : to + 1] ?? null);
    this.#tell();
    // The button that was pressed keeps the focus; at an end the other one takes it.
    const [up, down] = row.querySelectorAll("button");
    const pressed = by < 0 ? up : down;
    (pressed.disabled ? (by < 0 ? down : up) : pressed).focus();
    this.#changed(`${picture.name} is now number ${to + 1} of ${this.pictures.length}.`);
  }

  #remove(picture) {
    const at = this.pictures.indexOf(picture);
    this.pictures.splice(at, 1);
    this.#rows.get(picture).remove();
    this.#rows.delete(picture);
    this.#tell();
    const next = this.#list.children[Math.min(at, this.pictures.length - 1)];
    (next?.querySelector("button:last-child") ?? byId("file")).focus();
    this.#changed(`${picture.name} is removed. ${count(this.pictures.length, "picture", "pictures")} left.`);
  }

  /** Lets the file field say what the list says, also after a removal or a file that was refused. */
  mirror() {
    const transfer = new DataTransfer();
    this.pictures.forEach(({ file }) => transfer.items.add(file));
    byId("file").files = transfer.files;
  }

  #tell() {
    this.mirror();
    this.#list.hidden = this.pictures.length === 0;
    if (this.#ordered) {
      this.pictures.forEach((picture, at) => {
        const [up, down] = this.#rows.get(picture).querySelectorAll("button");
        up.disabled = at === 0;
        down.disabled = at === this.pictures.length - 1;
      });
    }
  }
}
