// What every page needs: htmx's failures said in words, focus that stays, and the custom elements that the page uses.
// A failed request may mean that nothing can be fetched: what says so is here before it is needed.
import { toast } from "./elements/toast-note.js";
import { onKey } from "./lib/keys.js";
import { sendByKey } from "./lib/sending.js";
import { applyChoices } from "./lib/sieving.js";
import { announce, keepFocus, rememberFocus } from "./lib/swapping.js";

const ELEMENTS = {
  "after-download": () => import("./elements/after-download.js"),
  "confirm-dialog": () => import("./elements/confirm-dialog.js"),
  "copy-text": () => import("./elements/copy-text.js"),
  "counted-text": () => import("./elements/counted-text.js"),
  "people-picker": () => import("./elements/people-picker.js"),
  "reply-box": () => import("./elements/reply-box.js"),
  "theme-switch": () => import("./elements/theme-switch.js"),
};

function fetchElements() {
  for (const [tag, fetchElement] of Object.entries(ELEMENTS)) {
    if (document.querySelector(tag) && !customElements.get(tag)) fetchElement();
  }
}

function sayUnreachable() {
  toast(document.getElementById("toasts").dataset.offline);
}

// A refusal of ours names where its message belongs; an error page of a proxy in between does not.
function isForeign({ hx, response }) {
  return response.status >= 500 && !hx?.retarget && !hx?.redirect && !hx?.location;
}

document.addEventListener("htmx:error", ({ detail }) => {
  if (detail.ctx) sayUnreachable();
});
document.addEventListener("htmx:response:error", ({ detail }) => {
  if (!isForeign(detail.ctx)) return;
  detail.ctx.swap = "none";
  sayUnreachable();
});
document.addEventListener("htmx:before:swap", rememberFocus);
document.addEventListener("htmx:after:swap", (event) => {
  keepFocus();
  announce(event.target);
  fetchElements();
});

// A menu closes when its reader turns elsewhere or presses Escape.
document.addEventListener("click", ({ target }) => {
  for (const menu of document.querySelectorAll("[data-menu][open]")) if (!menu.contains(target)) menu.open = false;
});
onKey(document, ({ key, target }) => {
  const menu = key === "Escape" && target.closest("[data-menu][open]");
  if (!menu) return;
  menu.open = false;
  menu.querySelector("summary").focus();
});

applyChoices();
sendByKey();
fetchElements();

// What is said of an act on the page that follows is said aloud when it comes into a region that is there already.
const said = document.getElementById("said");
said.append(...said.children);

// Nowhere else is anything typed that is to be kept, or kept that is to be forgotten.
if (document.querySelector("[data-kept], [data-held], [data-leaving]")) import("./lib/keeping.js").then(({ keepTyped }) => keepTyped());
