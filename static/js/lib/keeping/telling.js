// What pages and windows of this browser tell each other about drafts.
import { dropDraftsBut } from "./drafts.js";
import { isDraft, read, storage } from "./stored.js";

const [LEFT, SENT] = ["left", "sent"];

/** What goes off from this window, to be looked after by the page that answers it. */
export function noteSent(name) {
  storage("sessionStorage")?.setItem(SENT, name);
}

export function takeSent() {
  const name = storage("sessionStorage")?.getItem(SENT);
  storage("sessionStorage")?.removeItem(SENT);
  return isDraft(name) ? read(name) : null;
}

/** Somebody signs out: other windows of this browser hear of it. */
export function leaveNothing() {
  dropDraftsBut();
  storage()?.setItem(LEFT, String(Date.now()));
}

/** act: told the name of a draft that another window removed, or nothing where somebody left there. */
export function onRemoved(act) {
  addEventListener("storage", ({ key, newValue }) => {
    if (key === LEFT) act();
    else if (isDraft(key) && newValue === null) act(key);
  });
}
