// Nothing typed is lost: what stands in a form comes back when its page is left and opened again, in whatever language,
// until the server has taken it. Forms say by `data-kept` that they are for this, and the body says who is signed in.
import * as drafts from "./drafts.js";
import { fields, fill, pickers, served, typed } from "./typed.js";

const KEPT = "form[data-kept]";
// What the server told its forms apart by comes back with what was typed in them: sent twice it is one post, and what
// was changed meanwhile is not overwritten.
const CARRIED = "input[type=hidden]:is([name=key], [name=version])";
const REFUSED = ".errors, [aria-invalid=true]";
const [SOON, NOW_AND_THEN] = [400, 30_000];

const person = document.body.dataset.person;
const states = new WeakMap();
const touched = new Set();
let saving = 0;
let isOver = false;

export async function keepTyped() {
  listen();
  // By then the browser has put back what it remembers itself.
  if (document.readyState !== "complete") await new Promise((done) => addEventListener("load", done, { once: true }));
  if (!person) return;
  drafts.dropDraftsBut(person);
  const answered = finishSent();
  await bringBack(answered);
}

/** Also for what is swapped in later. */
export async function bringBack(answered = null) {
  const waiting = drafts.draftsOf(person).filter(drafts.isFree);
  for (const form of waiting.length || answered ? document.querySelectorAll(KEPT) : []) {
    const here = [answered, ...waiting].filter((draft) => draft?.address === addressOf(form));
    if (states.has(form) || !here.length) continue;
    if (!isReady(form)) await customElements.whenDefined("people-picker");
    const draft = here.find((one) => (one === answered && isAnswer(form, one)) || one.form === nameOf(form));
    if (!draft) continue;
    if (draft === answered || form.querySelector(REFUSED)) adopt(form, draft, null);
    else bringInto(form, draft);
  }
}

function bringInto(form, draft) {
  const [stands, was] = [typed(form), served(form)];
  if (isSame(draft.typed, was)) drafts.dropDraft(draft.name);
  else if (!isSame(stands, was)) isSame(stands, draft.typed) && adopt(form, draft, was);
  else {
    const hidden = [...form.querySelectorAll(CARRIED)].map((one) => [one, one.value]);
    for (const [one] of hidden) one.value = draft.carried[one.name] ?? one.value;
    adopt(form, draft, was, () => fill(form, draft.typed));
    say(form, hidden);
  }
}

/** From now on what is typed here is written there. base: what need not be kept, none where all of it was typed. */
function adopt(form, draft, base, bring = () => {}) {
  states.set(form, { name: draft.name, form: draft.form, base });
  touched.add(form);
  bring();
  save(form);
}

function say(form, hidden) {
  const note = document.getElementById("kept").content.firstElementChild.cloneNode(true);
  form.closest("details")?.setAttribute("open", "");
  form.prepend(note);
  note.querySelector("button").addEventListener("click", () => {
    note.remove();
    for (const [one, value] of hidden) one.value = value;
    form.reset();
    for (const picker of pickers(form)) picker.picks = picker.served;
    const every = fields(form);
    for (const one of every) one.dispatchEvent(new Event("input", { bubbles: true }));
    save(form);
    every.find((one) => one.matches("textarea, [type=text]"))?.focus();
  });
}

/** What was sent from here last: gone where the page says that it was done, else the draft that this page answers. */
function finishSent() {
  const sent = drafts.takeSent();
  if (!sent || !document.querySelector("#said .toast--good")) return sent;
  drafts.dropDraft(sent.name);
  return null;
}

/** The form came back as it was sent, to be looked at or to be mended. */
function isAnswer(form, draft) {
  return draft.address === addressOf(form) && (form.querySelector(REFUSED) || isSame(draft.typed, served(form)));
}

function save(form, isLeft = false) {
  if (isOver || !form.isConnected) return;
  const state = stateOf(form);
  const now = typed(form);
  if (state.base && isSame(now, state.base)) drafts.dropDraft(state.name);
  else {
    const carried = Object.fromEntries([...form.querySelectorAll(CARRIED)].map((one) => [one.name, one.value]));
    drafts.putDraft(state.name, { form: state.form, address: addressOf(form), typed: now, carried, isLeft });
  }
}

function saveAll(isLeft = false) {
  clearTimeout(saving);
  for (const form of touched) save(form, isLeft);
}

function stateOf(form) {
  if (states.has(form)) return states.get(form);
  const base = form.querySelector(REFUSED) ? null : served(form);
  const state = { name: drafts.newDraft(person), form: nameOf(form), base };
  states.set(form, state);
  return state;
}

/** Where it is sent and what it is an answer to; what went along through signing in again is sent there as well. */
function addressOf(form) {
  const { pathname } = new URL(form.action);
  return [pathname, form.querySelector("input[type=hidden][name=parent]")?.value].filter(Boolean).join(" ");
}

/** One that begins with something said, such as whom to thank, is another; one for a change asks for its version. */
function nameOf(form) {
  if (form.querySelector("input[type=hidden][name=version]")) return addressOf(form);
  const isSaid = ([name, texts]) => texts.some(Boolean) && !form.elements[name]?.matches?.("select, [type=number]");
  const begun = Object.entries(served(form)).filter(isSaid);
  return JSON.stringify([addressOf(form), begun]);
}

/** Somebody may be faster than what a picker needs to know whom it holds. */
function isReady(form) {
  return pickers(form).every((picker) => picker.served);
}

function isSame(one, other) {
  return JSON.stringify(one) === JSON.stringify(other);
}

function listen() {
  for (const kind of ["input", "change"]) document.addEventListener(kind, hear);
  document.addEventListener("submit", send);
  document.addEventListener("htmx:after:request", ({ detail: { ctx } }) => {
    const state = ctx.response?.status < 400 && states.get(ctx.sourceElement);
    if (!state) return;
    touched.delete(ctx.sourceElement);
    drafts.dropDraft(state.name);
  });
  document.addEventListener("htmx:after:swap", () => person && bringBack());
  addEventListener("pagehide", () => saveAll(true));
  addEventListener("pageshow", ({ persisted }) => persisted && touched.clear());
  drafts.onRemoved((name) => (name ? forget(name) : end()));
  setInterval(saveAll, NOW_AND_THEN);
}

function hear({ target }) {
  const form = person && target.closest?.(KEPT);
  if (!form) return;
  if (!isReady(form)) {
    customElements.whenDefined("people-picker").then(() => hear({ target: form }));
    return;
  }
  stateOf(form);
  touched.add(form);
  clearTimeout(saving);
  saving = setTimeout(saveAll, SOON);
}

function send(event) {
  const form = event.target;
  if (form.matches("[data-leaving]")) {
    end();
    drafts.leaveNothing();
  } else if (form.matches("[data-held]")) {
    const kept = drafts.draftsOf(new URL(form.action).searchParams.get("_as")).find((draft) => draft.address === addressOf(form));
    if (kept) drafts.noteSent(kept.name);
  } else if (form.matches(KEPT) && person && isReady(form) && !event.defaultPrevented) {
    touched.add(form);
    save(form);
    drafts.noteSent(stateOf(form).name);
  }
}

/** It was posted elsewhere, or somebody else signed in there: only what is typed from now on is kept. */
function forget(name) {
  for (const form of touched) if (states.get(form).name === name) touched.delete(form) && states.delete(form);
}

function end() {
  isOver = true;
  clearTimeout(saving);
}
