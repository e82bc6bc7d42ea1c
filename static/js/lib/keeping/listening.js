// When forms are saved, and when nothing is kept of them any more: what is heard from this page and from other windows.
import { draftsOf } from "./drafts.js";
import { KEPT, addressOf, isReady, untilReady } from "./forms.js";
import { bringBack } from "./returning.js";
import { end, save, saveAll, saveSoon } from "./saving.js";
import { finish, forget, person, stateOf, touched } from "./states.js";
import { leaveNothing, noteSent, onRemoved } from "./telling.js";

const NOW_AND_THEN = 30_000;

export function listen() {
  for (const kind of ["input", "change"]) document.addEventListener(kind, hear);
  document.addEventListener("submit", send);
  document.addEventListener("htmx:after:request", ({ detail: { ctx } }) => {
    if (ctx.response?.status < 400) finish(ctx.sourceElement);
  });
  document.addEventListener("htmx:after:swap", () => person && bringBack());
  addEventListener("pagehide", () => saveAll(true));
  addEventListener("pageshow", ({ persisted }) => persisted && touched.clear());
  onRemoved((name) => (name ? forget(name) : end()));
  setInterval(saveAll, NOW_AND_THEN);
}

function hear({ target }) {
  const form = person && target.closest?.(KEPT);
  if (!form) return;
  if (isReady(form)) saveSoon(form);
  else untilReady().then(() => hear({ target: form }));
}

function send(event) {
  const form = event.target;
  if (form.matches("[data-leaving]")) {
    end();
    leaveNothing();
  } else if (form.matches("[data-held]")) {
    const writer = new URL(form.action).searchParams.get("_as");
    const kept = draftsOf(writer).find((draft) => draft.address === addressOf(form));
    if (kept) noteSent(kept.name);
  } else if (form.matches(KEPT) && person && isReady(form) && !event.defaultPrevented) {
    touched.add(form);
    save(form);
    noteSent(stateOf(form).name);
  }
}
