// Keys that somebody presses to say something to the page. Those that belong to an input method, by which Chinese, Thai
// or accents are composed, are its own: Safari sends the one that ends a composition with the number 229.
const COMPOSING = 229;

export function onKey(place, act) {
  place.addEventListener("keydown", (event) => {
    if (!event.isComposing && event.keyCode !== COMPOSING) act(event);
  });
}
