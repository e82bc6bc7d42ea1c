// Around a swap: the pressed button keeps the focus, and the new state is said aloud.

let last = null;

/** Where the focus is: the nearest element with an id, and which of its buttons and fields. */
export function rememberFocus() {
  const focused = document.activeElement;
  const place = focused?.closest("[id]");
  last = place && focused !== place ? { id: place.id, index: focusable(place).indexOf(focused) } : null;
}

/** htmx brings the focus back to an element with an id; this does it for those without one. */
export function keepFocus() {
  if (!last || document.activeElement !== document.body) return;
  const place = document.getElementById(last.id);
  if (place) focusable(place)[last.index]?.focus({ preventScroll: true });
}

/** A region must stand in the page before its text changes, or screen readers say nothing: so there is one for all. */
export function announce(swapped) {
  const spoken = swapped.closest?.("[data-announce]") ?? swapped.querySelector?.("[data-announce]");
  const announcer = document.getElementById("announcer");
  if (spoken && announcer) announcer.textContent = spoken.dataset.announce;
}

function focusable(place) {
  return [...place.querySelectorAll("a[href], button, input, select, textarea, summary")];
}
