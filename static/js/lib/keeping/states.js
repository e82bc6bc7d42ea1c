// The forms of this page that something was typed in, and by form its draft: what that is called, what the form is
// called, and what need not be kept of it (its base, none where all of it was typed).
import { served } from "../typed.js";
import { isRefused, nameOf } from "./forms.js";
import { dropDraft, newDraft } from "./stored.js";

export const person = document.body.dataset.person;
export const touched = new Set();
const states = new WeakMap();

export function hasState(form) {
  return states.has(form);
}

export function stateOf(form) {
  if (states.has(form)) return states.get(form);
  const base = isRefused(form) ? null : served(form);
  const state = { name: newDraft(person), form: nameOf(form), base };
  states.set(form, state);
  return state;
}

/** From now on what is typed here is written there. */
export function adopt(form, draft, base) {
  states.set(form, { name: draft.name, form: draft.form, base });
  touched.add(form);
}

/** The server has it, and the page stays. */
export function finish(form) {
  const state = states.get(form);
  if (!state) return;
  touched.delete(form);
  dropDraft(state.name);
}

/** It was posted elsewhere, or somebody else signed in there: only what is typed from now on is kept. */
export function forget(name) {
  for (const form of touched) if (states.get(form).name === name) touched.delete(form) && states.delete(form);
}
