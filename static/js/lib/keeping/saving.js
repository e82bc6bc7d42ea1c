// What is typed in the forms of this page is written to their drafts: soon after, and once more when the page is left.
import { isSame, typed } from "../typed.js";
import { putDraft } from "./drafts.js";
import { addressOf, carriedIn } from "./forms.js";
import { stateOf, touched } from "./states.js";
import { dropDraft } from "./stored.js";

const SOON = 400;

let saving = 0;
let isOver = false;

export function save(form, isLeft = false) {
  if (isOver || !form.isConnected) return;
  const { name, form: called, base } = stateOf(form);
  const now = typed(form);
  if (base && isSame(now, base)) dropDraft(name);
  else putDraft(name, { form: called, address: addressOf(form), typed: now, carried: carriedIn(form), isLeft });
}

export function saveAll(isLeft = false) {
  clearTimeout(saving);
  for (const form of touched) save(form, isLeft);
}

export function saveSoon(form) {
  stateOf(form);
  touched.add(form);
  clearTimeout(saving);
  saving = setTimeout(saveAll, SOON);
}

/** Nothing is saved from this page any more. */
export function end() {
  isOver = true;
  clearTimeout(saving);
}
