// Whoever writes in several lines sends them without leaving the keyboard: Ctrl and Enter, on a Mac Cmd and Enter.
import { onKey } from "./keys.js";

export function sendByKey() {
  onKey(document, (event) => {
    const { key, ctrlKey, metaKey, repeat, target } = event;
    if (key !== "Enter" || !(ctrlKey || metaKey) || repeat || target.tagName !== "TEXTAREA" || !target.form) return;
    event.preventDefault();
    target.form.requestSubmit();
  });
}
