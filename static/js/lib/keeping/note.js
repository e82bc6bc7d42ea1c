// The note in a form that what was typed in it is back, with which its writer may begin afresh.
import { fields, pickers } from "../typed.js";
import { carry } from "./forms.js";
import { save } from "./saving.js";

/** carried: what it carried before, as it does again when its writer begins afresh. */
export function sayBack(form, carried) {
  const note = document.getElementById("kept").content.firstElementChild.cloneNode(true);
  form.closest("details")?.setAttribute("open", "");
  form.prepend(note);
  note.querySelector("button").addEventListener("click", () => {
    note.remove();
    carry(form, carried);
    form.reset();
    for (const picker of pickers(form)) picker.picks = picker.served;
    const every = fields(form);
    for (const one of every) one.dispatchEvent(new Event("input", { bubbles: true }));
    save(form);
    every.find((one) => one.matches("textarea, [type=text]"))?.focus();
  });
}
