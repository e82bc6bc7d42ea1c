// Light, dark, or as the device: a choice that stays in this browser.
customElements.define("theme-switch", class extends HTMLElement {
  connectedCallback() {
    this.hidden = false;
    this.addEventListener("click", this.#choose);
    this.#show(document.documentElement.dataset.theme ?? "");
  }

  disconnectedCallback() {
    this.removeEventListener("click", this.#choose);
  }

  #choose = ({ target }) => {
    const button = target.closest("button");
    if (!button) return;
    this.#keep(button.value);
    this.#show(button.value);
  };

  #keep(theme) {
    if (theme) document.documentElement.dataset.theme = theme;
    else delete document.documentElement.dataset.theme;
    try {
      if (theme) localStorage.setItem("theme", theme);
      else localStorage.removeItem("theme");
    } catch {
      // Storage may be forbidden: the choice then lasts as long as the page.
    }
  }

  #show(theme) {
    for (const button of this.querySelectorAll("button")) button.ariaPressed = String(button.value === theme);
  }
});
