// A box to type names into, over a select that stays the truth: what is chosen there is what the form sends.
import { ChoiceList } from "../lib/choice-list.js";
import { made } from "../lib/options.js";

customElements.define("people-picker", class extends HTMLElement {
  #select; #input; #chosen; #list;

  connectedCallback() {
    if (this.#select) return;
    this.#select = this.querySelector("select");
    this.#input = made("input", { type: "text", role: "combobox", autocomplete: "off", ariaAutoComplete: "list", ariaExpanded: "false", placeholder: this.dataset.placeholder });
    this.#chosen = made("ul", { className: "picker__chosen", role: "list", ariaLabel: this.dataset.chosen });
    this.#takeOver(this.#select.id);
    this.#list = new ChoiceList(this.#input, this.#select, this.dataset, (option) => this.#choose(option, true));
    const box = made("div", { className: "picker__box" });
    box.append(this.#chosen, this.#input);
    this.prepend(box, this.#list.element, this.#list.status);
    this.#input.addEventListener("keydown", this.#dropLast);
    this.#show();
  }

  /** The label, the hint and the error of the select speak for the box from now on. */
  #takeOver(id) {
    this.#select.id = `${id}-select`;
    this.#input.id = id;
    for (const name of ["aria-describedby", "aria-invalid", "autofocus"]) {
      if (this.#select.hasAttribute(name)) this.#input.setAttribute(name, this.#select.getAttribute(name));
    }
    this.#input.ariaRequired = String(this.#select.required);
    this.#select.required = false;
    this.#select.hidden = true;
  }

  #choose(option, selected) {
    option.selected = selected;
    this.#input.value = "";
    this.#list.close();
    this.#show();
    this.#input.focus();
    this.#select.dispatchEvent(new Event("change", { bubbles: true }));
  }

  #show() {
    this.#chosen.replaceChildren(...[...this.#select.selectedOptions].map((option) => this.#chip(option)));
  }

  #chip(option) {
    const button = made("button", { type: "button", className: "cross", ariaLabel: this.dataset.remove.replace("{name}", option.text) });
    button.addEventListener("click", () => this.#choose(option, false));
    const chip = made("li", { textContent: option.text });
    if (option.lang) chip.lang = option.lang;
    chip.append(button);
    return chip;
  }

  #dropLast = ({ key }) => {
    const last = [...this.#select.selectedOptions].at(-1);
    if (key === "Backspace" && !this.#input.value && last) this.#choose(last, false);
  };
});
