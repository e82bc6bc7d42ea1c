// A fold in which something is written: opened it has the focus, Escape and Cancel close it and give the focus back.
// What was typed stays in it.
import { onKey } from "../lib/keys.js";

customElements.define("reply-box", class extends HTMLElement {
  #details = this.querySelector("details");
  #opening = this.querySelector("summary");

  connectedCallback() {
    const cancel = this.querySelector("[data-cancel]");
    cancel.hidden = false;
    cancel.addEventListener("click", () => this.#close());
    this.#details.addEventListener("toggle", () => this.#enter());
    onKey(this.#details, (event) => event.key === "Escape" && this.#close());
  }

  /** Not where the page came with the fold open, and the focus is elsewhere. */
  #enter() {
    if (!this.#details.open || document.activeElement !== this.#opening) return;
    const box = this.querySelector("textarea");
    box.focus();
    box.form.scrollIntoView({ block: "nearest" });
  }

  #close() {
    this.#details.open = false;
    this.#opening.focus();
  }
});
