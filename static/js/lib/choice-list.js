// The list under a picker's box: the combobox pattern of the ARIA practices, over rows that htmx asks the server for.
import { onKey } from "./keys.js";
import { MarkedRows } from "./marked-rows.js";
import { announce } from "./swapping.js";

export class ChoiceList {
  #input; #place; #choose; #rows;
  #wanted = false;

  constructor(input, place, choose) {
    [this.#input, this.#place, this.#choose, this.#rows] = [input, place, choose, new MarkedRows(input)];
    Object.assign(input, { role: "combobox", ariaAutoComplete: "list" });
    input.setAttribute("aria-controls", `${input.id}-list`);
    input.addEventListener("input", () => this.#await(input.value.trim() ? 0 : -1));
    input.addEventListener("click", () => this.#wanted || this.#ask(-1));
    input.addEventListener("blur", () => this.close());
    onKey(input, (event) => this.#press(event));
    input.addEventListener("htmx:after:swap", () => this.#show());
    place.addEventListener("mousedown", (event) => this.#point(event));
    place.replaceChildren();
    this.close();
  }

  close() {
    this.#await(-1);
    this.#wanted = false;
    this.#place.hidden = true;
    this.#input.ariaExpanded = "false";
  }

  #ask(at) {
    this.#await(at);
    this.#input.dispatchEvent(new Event("ask"));
  }

  /** Rows that still stand there answer what was typed before: only the pointer can choose them. */
  #await(at) {
    this.#wanted = true;
    this.#rows.await(at);
  }

  #show() {
    const list = this.#place.querySelector("[role=listbox]");
    if (!this.#wanted || list?.dataset.q !== this.#input.value) return;
    this.#place.hidden = false;
    this.#input.ariaExpanded = String(list.children.length > 0);
    this.#rows.come([...list.children]);
    announce(this.#place);
  }

  #press(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && this.#wanted) this.#rows.move(step);
    else if (step) this.#ask(0);
    else if (event.key === "Enter" && this.#rows.marked) this.#choose(this.#rows.marked);
    // A name that nobody is chosen for must not send the form.
    else if (event.key === "Enter" && this.#input.value) this.#ask(0);
    else if (event.key === "Escape" && this.#wanted) this.close();
    else return;
    event.preventDefault();
  }

  #point(event) {
    event.preventDefault();
    const row = event.target.closest("[role=option]");
    if (row) this.#choose(row);
  }
}
