// Where this browser stores drafts, for a week and each under a name that says whose it is. It may forbid to store.
const PREFIX = "draft ";
const OLDEST = 7 * 24 * 3600 * 1000;

export function storage(kind = "localStorage") {
  try {
    return window[kind];
  } catch {
    return null;
  }
}

/** A name for one more of this person. */
export function newDraft(person) {
  return `${PREFIX}${person} ${Date.now()}${String(Math.random()).slice(1)}`;
}

export function isDraft(name) {
  return Boolean(name?.startsWith(PREFIX));
}

export function ownerOf(name) {
  return name.split(" ")[1];
}

export function names() {
  return Object.keys(storage() ?? {}).filter(isDraft);
}

/** What stands under these names. */
export function readAll(found = names()) {
  return found.map(read).filter(Boolean);
}

/** None where it is too old, or nothing of ours; then it goes. */
export function read(name) {
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

export function dropDraft(name) {
  storage()?.removeItem(name);
}
