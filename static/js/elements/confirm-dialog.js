// Turns a fold that asks "are you sure?" into a dialog. Without it the fold does the same work in place.
import { made } from "../lib/made.js";

customElements.define("confirm-dialog", class extends HTMLElement {
  #details = null;
  #form = null;
  #dialog = null;

  connectedCallback() {
    this.#details = this.querySelector("details");
    this.#form = this.querySelector("form");
    this.#details?.querySelector("summary").addEventListener("click", this.#open);
    this.#cancel.hidden = false;
    this.#cancel.addEventListener("click", this.#close);
  }

  disconnectedCallback() {
    this.#dialog?.remove();
    this.#cancel.removeEventListener("click", this.#close);
    this.#details?.querySelector("summary").removeEventListener("click", this.#open);
  }

  get #cancel() {
    return this.#form.querySelector("[data-cancel]");
  }

  #open = (event) => {
    event.preventDefault();
    this.#dialog ??= this.#made();
    this.#dialog.append(this.#form);
    this.#dialog.showModal();
    this.#cancel.focus();
  };

  #close = () => this.#dialog?.close();

  #made() {
    const dialog = made("dialog", { className: "dialog", ariaLabel: this.dataset.title });
    dialog.append(made("h2", { className: "confirm__title", textContent: this.dataset.title }));
    dialog.addEventListener("close", () => this.#details.append(this.#form));
    this.append(dialog);
    return dialog;
  }
});
