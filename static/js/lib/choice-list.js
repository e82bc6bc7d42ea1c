// The list under a picker's box: the combobox pattern of the ARIA practices, over the options of a select.
import { made, matches } from "./options.js";

export class ChoiceList {
  #input; #select; #words; #choose;
  #found = [];
  #at = -1;

  constructor(input, select, words, choose) {
    [this.#input, this.#select, this.#words, this.#choose] = [input, select, words, choose];
    this.element = made("ul", { className: "picker__list", id: `${input.id}-list`, role: "listbox", ariaLabel: words.offered, hidden: true });
    this.status = made("p", { className: "visually-hidden", role: "status" });
    input.setAttribute("aria-controls", this.element.id);
    for (const event of ["input", "click"]) input.addEventListener(event, () => this.#filter());
    input.addEventListener("blur", () => this.close());
    input.addEventListener("keydown", (event) => this.#press(event));
    this.element.addEventListener("mousedown", (event) => this.#point(event));
  }

  close() {
    this.element.hidden = true;
    this.#input.ariaExpanded = "false";
    this.#input.removeAttribute("aria-activedescendant");
  }

  #filter(at = -1) {
    const typed = this.#input.value.trim();
    this.#found = [...this.#select.options].filter((option) => !option.selected && matches(option, typed)).slice(0, 50);
    this.element.replaceChildren(...this.#found.map((option, index) => this.#row(option, index)));
    this.element.hidden = !this.#found.length;
    this.#input.ariaExpanded = String(!this.element.hidden);
    this.status.textContent = this.#found.length ? this.#words.found.replace("{n}", this.#found.length) : this.#words.none;
    this.#mark(typed ? 0 : at);
  }

  #press(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && this.element.hidden) this.#filter(0);
    else if (step) this.#mark((this.#at + step + this.#found.length) % this.#found.length);
    else if (event.key === "Enter" && !this.element.hidden && this.#at >= 0) this.#choose(this.#found[this.#at]);
    else if (event.key === "Escape" && !this.element.hidden) this.close();
    else return;
    event.preventDefault();
  }

  #mark(at) {
    this.#at = this.#found.length ? at : -1;
    for (const [index, row] of [...this.element.children].entries()) row.ariaSelected = String(index === this.#at);
    const row = this.element.children[this.#at];
    row?.scrollIntoView({ block: "nearest" });
    this.#input.setAttribute("aria-activedescendant", row?.id ?? "");
  }

  #row(option, index) {
    const row = made("li", { id: `${this.element.id}-${index}`, role: "option", textContent: option.text });
    if (option.lang) row.lang = option.lang;
    if (option.dataset.note) row.append(" ", made("small", { textContent: option.dataset.note }));
    return row;
  }

  #point(event) {
    event.preventDefault();
    const row = event.target.closest("[role=option]");
    if (row) this.#choose(this.#found[[...this.element.children].indexOf(row)]);
  }
}
