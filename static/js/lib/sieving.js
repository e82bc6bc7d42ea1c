// Forms that narrow a list down apply what is chosen, without a press on their button. Whoever goes through the choices
// by keys has not chosen yet: that applies once they leave the field or press Enter.
import { onKey } from "./keys.js";

let gone = null;
let due = null;

function apply(form) {
  due = null;
  form.dispatchEvent(new Event("chosen"));
}

function formOf({ target }) {
  return target.closest?.("form[data-sieve]");
}

export function applyChoices() {
  onKey(document, (event) => {
    if (event.target.tagName !== "SELECT" || !formOf(event)) return;
    gone = event.target;
    if (event.key !== "Enter" || !due) return;
    event.preventDefault();
    apply(due);
  });
  document.addEventListener("pointerdown", () => (gone = null));
  document.addEventListener("change", (event) => {
    const form = formOf(event);
    if (!form || event.target.tagName !== "SELECT") return;
    if (gone === event.target) due = form;
    else apply(form);
  });
  document.addEventListener("focusout", () => due && apply(due));
}
