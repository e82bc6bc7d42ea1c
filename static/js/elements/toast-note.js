// A message with a button to close it. It does not leave by itself: nobody has to read in a hurry.
customElements.define("toast-note", class extends HTMLElement {
  connectedCallback() {
    if (this.querySelector("button")) return;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "toast__close cross";
    button.ariaLabel = document.getElementById("toasts").dataset.close;
    button.addEventListener("click", () => this.remove());
    this.append(button);
  }
});

/** Shows a message until it is closed; the same message is not shown twice. */
export function toast(text) {
  const toasts = document.getElementById("toasts");
  for (const shown of toasts.children) if (shown.dataset.text === text) shown.remove();
  const note = document.createElement("toast-note");
  note.className = "toast";
  note.dataset.text = text;
  note.append(text);
  toasts.append(note);
}
