// A form that is kept: which one it is, what goes along with it, and how the server sent it.
import { pickers, served } from "../typed.js";

export const KEPT = "form[data-kept]";
// What the server told its forms apart by comes back with what was typed in them: sent twice it is one post, and what
// was changed meanwhile is not overwritten.
const CARRIED = "input[type=hidden]:is([name=key], [name=version])";
const REFUSED = ".errors, [aria-invalid=true]";

/** Where it is sent and what it is an answer to; what went along through signing in again is sent there as well. */
export function addressOf(form) {
  const { pathname } = new URL(form.action);
  return [pathname, form.querySelector("input[type=hidden][name=parent]")?.value].filter(Boolean).join(" ");
}

/** One that begins with something said, such as whom to thank, is another; one for a change asks for its version. */
export function nameOf(form) {
  if (form.querySelector("input[type=hidden][name=version]")) return addressOf(form);
  const isSaid = ([name, texts]) => texts.some(Boolean) && !form.elements[name]?.matches?.("select, [type=number]");
  const begun = Object.entries(served(form)).filter(isSaid);
  return JSON.stringify([addressOf(form), begun]);
}

/** By name what is carried along with what is typed. */
export function carriedIn(form) {
  return Object.fromEntries([...form.querySelectorAll(CARRIED)].map((one) => [one.name, one.value]));
}

/** Makes it carry this, as far as it does carry that. */
export function carry(form, carried) {
  for (const one of form.querySelectorAll(CARRIED)) one.value = carried[one.name] ?? one.value;
}

export function isRefused(form) {
  return Boolean(form.querySelector(REFUSED));
}

/** Somebody may be faster than what a picker needs to know whom it holds. */
export function isReady(form) {
  return pickers(form).every((picker) => picker.served);
}

export function untilReady() {
  return customElements.whenDefined("people-picker");
}
