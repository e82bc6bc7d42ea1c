// Around a list that a download adds to: a page hears nothing of a file that arrives, so after the form was sent the
// list is asked for anew until there is something new in it, and once more when somebody comes back to the page.
const WAITS = [500, 1000, 2000, 4000, 8000, 16000];

customElements.define("after-download", class extends HTMLElement {
  #form = document.getElementById(this.dataset.form);
  #waiting = 0;

  connectedCallback() {
    this.#form.addEventListener("submit", this.#sent);
    document.addEventListener("visibilitychange", this.#back);
  }

  disconnectedCallback() {
    this.#form.removeEventListener("submit", this.#sent);
    document.removeEventListener("visibilitychange", this.#back);
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

  #back = () => {
    if (document.visibilityState === "visible") this.#list.dispatchEvent(new Event("ask"));
  };

  #ask(before, turn) {
    this.#waiting = setTimeout(() => {
      if (this.#list.dataset.latest !== before) {
        document.getElementById("announcer").textContent = this.dataset.said;
      } else if (turn < WAITS.length) {
        this.#list.dispatchEvent(new Event("ask"));
        this.#ask(before, turn + 1);
      }
    }, WAITS[turn] ?? WAITS[0]);
  }
});
