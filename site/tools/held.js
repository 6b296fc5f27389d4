// The panel that says what the server holds of a visitor, and until when. All times come from the server's answers.

import { erase, status } from "./server.js";

const LOCAL = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "long" });
const UTC = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "medium", timeZone: "UTC" });

function make(name, className, text) {
  const element = document.createElement(name);
  if (className) {
    element.className = className;
  }
  if (text) {
    element.textContent = text;
  }
  return element;
}

/** An instant in the visitor's zone and, below, in UTC. */
function instant(text) {
  const date = new Date(text);
  const time = make("time", "", LOCAL.format(date));
  time.dateTime = text;
  const place = make("dd");
  place.append(time);
  if (LOCAL.resolvedOptions().timeZone !== "UTC") {
    place.append(make("span", "utc", `${UTC.format(date)} UTC`));
  }
  return place;
}

/** A length of time in words, with the two greatest units. */
export function remaining(milliseconds) {
  const seconds = Math.max(0, Math.ceil(milliseconds / 1000));
  const units = [
    ["day", Math.floor(seconds / 86400)],
    ["hour", Math.floor(seconds / 3600) % 24],
    ["minute", Math.floor(seconds / 60) % 60],
    ["second", seconds % 60],
  ];
  const first = units.findIndex(([, count]) => count > 0);
  if (first < 0) {
    return "no time";
  }
  return units
    .slice(first, first + 2)
    .filter(([, count]) => count > 0)
    .map(([unit, count]) => `${count} ${unit}${count === 1 ? "" : "s"}`)
    .join(" ");
}

export class Held {
  /** `list` is filled with one article per object. */
  constructor(list) {
    this.list = list;
    this.entries = [];
    setInterval(() => this.tick(), 1000);
  }

  /** Adds an object as the server's answer describes it. */
  add(title, object) {
    const article = make("article");
    const facts = make("dl");
    const countdown = make("span", "countdown");
    const state = make("dd");
    state.append(countdown);
    facts.append(make("dt", "", "Readable for"), state);
    if (object.available_until) {
      facts.append(make("dt", "", "Kept at least until"), instant(object.available_until));
    }
    facts.append(make("dt", "", "No longer readable from"), instant(object.expires_at));
    facts.append(make("dt", "", "Bytes gone by"), instant(object.erased_by));
    article.append(make("h3", "", title), facts);
    this.list.append(article);
    this.entries.push({ title, id: object.id, end: Date.parse(object.expires_at), state, countdown, gone: false });
    this.tick();
  }

  tick() {
    for (const entry of this.entries) {
      if (!entry.gone) {
        const left = entry.end - Date.now();
        entry.countdown.textContent = left > 0 ? remaining(left) : "no longer, the time is over";
      }
    }
  }

  /**
   * Erases everything, the upload first (its results go with it), then asks the server for each object and shows
   * what it answered. Gives whether every object is gone.
   */
  async eraseAll() {
    const here = this.entries.filter((entry) => !entry.gone);
    for (const entry of here) {
      await erase(entry.id);
    }
    let all = true;
    for (const entry of here) {
      const answer = await status(entry.id);
      entry.gone = answer === 410;
      all &&= entry.gone;
      if (entry.gone) {
        const instead = make("dd", "gone", `Erased. Asked again, the server answers ${answer} Gone.`);
        entry.state.replaceWith(instead);
        entry.state = instead;
        const facts = instead.parentElement;
        facts.replaceChildren(make("dt", "", "State"), instead);
      } else {
        entry.countdown.textContent = `not erased: the server answers ${answer}`;
      }
    }
    return all;
  }

  /** Whether nothing is held that could still be erased. */
  get isEmpty() {
    return this.entries.every((entry) => entry.gone);
  }
}
