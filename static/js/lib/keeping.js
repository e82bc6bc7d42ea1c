// Nothing typed is lost: what stands in a form comes back when its page is left and opened again, in whatever language,
// until the server has taken it. Forms say by `data-kept` that they are for this, and the body says who is signed in.
import { dropDraftsBut } from "./keeping/drafts.js";
import { listen } from "./keeping/listening.js";
import { bringBack, finishSent } from "./keeping/returning.js";
import { person } from "./keeping/states.js";

export async function keepTyped() {
  listen();
  // By then the browser has put back what it remembers itself.
  if (document.readyState !== "complete") await new Promise((done) => addEventListener("load", done, { once: true }));
  if (!person) return;
  dropDraftsBut(person);
  const answered = finishSent();
  await bringBack(answered);
}
