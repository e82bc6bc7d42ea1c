// What was typed comes back into the form it was typed in.
import { fill, isSame, served, typed } from "../typed.js";
import { draftsOf, isFree } from "./drafts.js";
import { KEPT, addressOf, carriedIn, carry, isReady, isRefused, nameOf, untilReady } from "./forms.js";
import { sayBack } from "./note.js";
import { save } from "./saving.js";
import { adopt, hasState, person } from "./states.js";
import { dropDraft } from "./stored.js";
import { takeSent } from "./telling.js";

/** Also for what is swapped in later. */
export async function bringBack(answered = null) {
  const waiting = draftsOf(person).filter(isFree);
  for (const form of waiting.length || answered ? document.querySelectorAll(KEPT) : []) {
    const here = [answered, ...waiting].filter((draft) => draft?.address === addressOf(form));
    if (hasState(form) || !here.length) continue;
    if (!isReady(form)) await untilReady();
    const draft = here.find((one) => (one === answered && isAnswer(form, one)) || one.form === nameOf(form));
    if (!draft) continue;
    if (draft === answered || isRefused(form)) takeUp(form, draft, null);
    else bringInto(form, draft);
  }
}

/** What was sent from here last: gone where the page says that it was done, else the draft that this page answers. */
export function finishSent() {
  const sent = takeSent();
  if (!sent || !document.querySelector("#said .toast--good")) return sent;
  dropDraft(sent.name);
  return null;
}

/** The form came back as it was sent, to be looked at or to be mended. */
function isAnswer(form, draft) {
  return isRefused(form) || isSame(draft.typed, served(form));
}

function bringInto(form, draft) {
  const [stands, was] = [typed(form), served(form)];
  if (isSame(draft.typed, was)) dropDraft(draft.name);
  else if (!isSame(stands, was)) isSame(stands, draft.typed) && takeUp(form, draft, was);
  else {
    const carried = carriedIn(form);
    carry(form, draft.carried);
    // Filling in is heard as typing is: by then it is known where that is written.
    adopt(form, draft, was);
    fill(form, draft.typed);
    save(form);
    sayBack(form, carried);
  }
}

function takeUp(form, draft, base) {
  adopt(form, draft, base);
  save(form);
}
