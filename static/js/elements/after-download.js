// Around a list that a download adds to: a page hears nothing of a file that arrives, so after the form was sent the
// list is asked for anew until there is something new in it.
const WAITS = [500, 1000, 2000, 4000, 8000, 16000];

customElements.define("after-download", class extends HTMLElement {
  #form = document.getElementById(this.dataset.form);
  #waiting = 0;

  connectedCallback() {
    this.#form.addEventListener("submit", this.#sent);
  }

  disconnectedCallback() {
    this.#form.removeEventListener("submit", this.#sent);
    clearTimeout(this.#waiting);
  }

  get #list() {
    return this.querySelector("[data-latest]");
  }

  // A look before the download sends the same form.
  #sent = ({ submitter }) => {
    if (submitter?.formMethod === "get") return;
    clearTimeout(this.#waiting);
    this.#ask(this.#list.dataset.latest, 0);
  };

  #ask(before, turn) {
    if (turn === WAITS.length || this.#list.dataset.latest !== before) return;
    this.#waiting = setTimeout(() => {
      this.#list.dispatchEvent(new Event("ask"));
      this.#ask(before, turn + 1);
    }, WAITS[turn]);
  }
});
