// Names are typed into a box, and whoever is chosen stands in it with a cross, in the order of choosing. Without this
// the server finds people, and boxes beside their names are ticked.
import { ChoiceList } from "../lib/choice-list.js";
import { onKey } from "../lib/keys.js";
import { made } from "../lib/made.js";

customElements.define("people-picker", class extends HTMLElement {
  #input; #chosen; #list;

  /** Whoever is chosen, and whoever was when the page came. */
  get picks() {
    return [...this.#chosen.children].map(({ dataset }) => ({ ...dataset }));
  }

  set picks(every) {
    this.#chosen.replaceChildren(...every.map((one) => this.#chip(one)));
  }

  connectedCallback() {
    if (this.#input) return;
    this.#input = this.querySelector(".picker__box input");
    this.#chosen = this.querySelector(".picker__chosen");
    this.picks = [...this.querySelectorAll("[data-value]:has(:checked)")].map(({ dataset }) => dataset);
    this.served = this.picks;
    this.querySelector(".picker__box button").remove();
    this.#input.before(this.#chosen);
    this.#list = new ChoiceList(this.#input, this.querySelector(".picker__list"), (row) => this.#choose(row));
    onKey(this.#input, this.#dropLast);
  }

  #choose(row) {
    if ("one" in this.dataset) this.#chosen.replaceChildren();
    this.#chosen.append(this.#chip(row.dataset));
    this.#goOn();
  }

  #goOn() {
    this.#input.value = "";
    this.#list.close();
    this.#input.focus();
    this.dispatchEvent(new Event("change", { bubbles: true }));
  }

  #chip({ value, text, note, lang }) {
    const chip = made("li", { lang, dir: "auto", title: note, textContent: text });
    Object.assign(chip.dataset, { value, text, note, lang });
    const button = made("button", { type: "button", className: "cross", ariaLabel: this.dataset.remove.replace("{name}", text) });
    button.addEventListener("click", () => this.#drop(chip));
    chip.append(made("input", { type: "hidden", name: this.dataset.name, value }), button);
    return chip;
  }

  #drop(chip) {
    chip.remove();
    this.#goOn();
  }

  #dropLast = ({ key }) => {
    const last = this.#chosen.lastElementChild;
    if (key === "Backspace" && !this.#input.value && last) this.#drop(last);
  };
});
