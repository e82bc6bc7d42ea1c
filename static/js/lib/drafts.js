// What was typed and not sent yet, as this browser keeps it: of one person, for a week, and of no more than fifty forms.
// Each window writes one of its own, which is free for others once it is left, or silent for so long that it crashed.
const [PREFIX, LEFT, SENT] = ["draft ", "left", "sent"];
const DAY = 24 * 3600 * 1000;
const [OLDEST, SILENT] = [7 * DAY, DAY / 720];
const [MOST, LONGEST, LONGEST_OF_ALL] = [50, 100_000, 1_000_000];

/** A name for one more of this person. */
export function newDraft(person) {
  return `${PREFIX}${person} ${Date.now()}${String(Math.random()).slice(1)}`;
}

/** Those of this person, the latest first. */
export function draftsOf(person) {
  return names().filter((name) => ownerOf(name) === person).map(read).filter(Boolean).sort((a, b) => b.at - a.at);
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

export function dropDraft(name) {
  storage()?.removeItem(name);
}

/** Those of anybody else, all of them where nobody is named. */
export function dropDraftsBut(person = "") {
  for (const name of names()) if (!person || ownerOf(name) !== person) dropDraft(name);
}

/** Somebody signs out: other windows of this browser hear of it. */
export function leaveNothing() {
  dropDraftsBut();
  storage()?.setItem(LEFT, String(Date.now()));
}

/** What goes off from this window, to be looked after by the page that answers it. */
export function noteSent(name) {
  storage("sessionStorage")?.setItem(SENT, name);
}

export function takeSent() {
  const name = storage("sessionStorage")?.getItem(SENT);
  storage("sessionStorage")?.removeItem(SENT);
  return isDraft(name) ? read(name) : null;
}

/** act: told the name of a draft that another window removed, or nothing where somebody left there. */
export function onRemoved(act) {
  addEventListener("storage", ({ key, newValue }) => {
    if (key === LEFT) act();
    else if (isDraft(key) && newValue === null) act(key);
  });
}

function makeRoom(length) {
  const kept = names().map(read).filter(Boolean).sort((a, b) => a.at - b.at);
  let all = length + kept.reduce((sum, draft) => sum + draft.length, 0);
  while (kept.length >= MOST || (kept.length && all > LONGEST_OF_ALL)) {
    const oldest = kept.shift();
    all -= oldest.length;
    dropDraft(oldest.name);
  }
}

function read(name) {
  const text = storage()?.getItem(name) ?? "";
  try {
    const draft = { ...JSON.parse(text), name, length: text.length };
    if (draft.at > Date.now() - OLDEST) return draft;
  } catch {
    // Nothing of ours.
  }
  dropDraft(name);
  return null;
}

function names() {
  return Object.keys(storage() ?? {}).filter(isDraft);
}

function isDraft(name) {
  return Boolean(name?.startsWith(PREFIX));
}

function ownerOf(name) {
  return name.split(" ")[1];
}

function storage(kind = "localStorage") {
  try {
    return window[kind];
  } catch {
    return null;
  }
}
