// A button that copies the text of a field. Browsers offer that only to pages that come over a safe line.
customElements.define("copy-text", class extends HTMLElement {
  #button = this.querySelector("button");

  connectedCallback() {
    if (!navigator.clipboard) return;
    this.#button.hidden = false;
    this.#button.addEventListener("click", this.#copy);
  }

  disconnectedCallback() {
    this.#button.removeEventListener("click", this.#copy);
  }

  #copy = async () => {
    await navigator.clipboard.writeText(this.querySelector("input").value);
    this.#button.querySelector("span").textContent = this.dataset.copied;
    document.getElementById("announcer").textContent = this.dataset.copied;
  };
});
