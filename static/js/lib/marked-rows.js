// Rows of a list, one of which may be marked: even before they are there, since somebody presses faster than they come.
export class MarkedRows {
  #input;
  #rows = [];
  #at = -1;

  constructor(input) {
    this.#input = input;
  }

  /** The row that Enter means. */
  get marked() {
    return this.#rows[this.#at];
  }

  await(at) {
    [this.#rows, this.#at] = [[], at];
    this.#input.removeAttribute("aria-activedescendant");
  }

  come(rows) {
    this.#rows = rows;
    this.#mark(this.#at);
  }

  move(step) {
    const next = Math.max(this.#at + step, -1);
    this.#mark(step < 0 && next < 0 ? this.#rows.length - 1 : next);
  }

  #mark(at) {
    this.#at = this.#rows.length && at >= 0 ? at % this.#rows.length : at;
    for (const row of this.#rows) row.ariaSelected = String(row === this.marked);
    if (!this.marked) return;
    this.marked.scrollIntoView({ block: "nearest" });
    this.#input.setAttribute("aria-activedescendant", this.marked.id);
  }
}
