// What was typed and not sent yet, as this browser keeps it: of one person, and of no more than fifty forms.
// Each window writes one of its own, which is free for others once it is left, or silent for so long that it crashed.
import { dropDraft, names, ownerOf, readAll } from "./stored.js";

const SILENT = 2 * 60 * 1000;
const [MOST, LONGEST, LONGEST_OF_ALL] = [50, 100_000, 1_000_000];

/** Those of this person, the latest first. */
export function draftsOf(person) {
  return readAll(names().filter((name) => ownerOf(name) === person)).sort((a, b) => b.at - a.at);
}

/** Whether nobody writes it any more in another window. */
export function isFree(draft) {
  return draft.isLeft || draft.at < Date.now() - SILENT;
}

export function putDraft(name, draft) {
  const text = JSON.stringify({ ...draft, at: Date.now() });
  dropDraft(name);
  if (text.length > LONGEST) return;
  makeRoom(text.length);
  try {
    localStorage.setItem(name, text);
  } catch {
    // Storage may be full or forbidden: what is typed then lasts as long as the page.
  }
}

/** Those of anybody else, all of them where nobody is named. */
export function dropDraftsBut(person = "") {
  for (const name of names()) if (!person || ownerOf(name) !== person) dropDraft(name);
}

function makeRoom(length) {
  const kept = readAll().sort((a, b) => a.at - b.at);
  let all = length + kept.reduce((sum, draft) => sum + draft.length, 0);
  while (kept.length >= MOST || (kept.length && all > LONGEST_OF_ALL)) {
    const oldest = kept.shift();
    all -= oldest.length;
    dropDraft(oldest.name);
  }
}
