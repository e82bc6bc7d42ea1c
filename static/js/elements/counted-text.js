// Characters left in a field. For long fields it speaks up only near the end.
customElements.define("counted-text", class extends HTMLElement {
  #field = null;

  connectedCallback() {
    this.#field = document.getElementById(this.getAttribute("for"));
    this.#field?.addEventListener("input", this.#count);
    if (this.#field) this.#count();
  }

  disconnectedCallback() {
    this.#field?.removeEventListener("input", this.#count);
  }

  #count = () => {
    const max = Number(this.getAttribute("max"));
    const left = max - [...this.#field.value].length;
    this.dataset.state = left < 0 ? "over" : "within";
    this.ariaLive = left < 20 ? "polite" : "off";
    this.textContent = max <= 300 || left < max / 5 ? this.#sentence(left) : "";
  };

  #sentence(left) {
    const said = left < 0 ? this.dataset.over : this.dataset.left;
    return said.replace("{n}", Math.abs(left).toLocaleString(document.documentElement.lang));
  }
});
