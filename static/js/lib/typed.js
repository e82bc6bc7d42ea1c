// What a form says: by field the texts and choices, and whoever is chosen in a picker. Passwords, files and what the
// server hid in it say nothing.
const SAYING = "textarea, select, input:not([type=password], [type=file], [type=hidden])";
const TICKED = "[type=checkbox], [type=radio]";

/** As it stands. */
export function typed(form) {
  return said(form, (one) => one.checked, (one) => one.value, (picker) => picker.picks);
}

/** As the server made it. */
export function served(form) {
  return said(form, (one) => one.defaultChecked, servedText, (picker) => picker.served);
}

/** Makes it say this, as far as it still asks for that. */
export function fill(form, kept) {
  const texts = structuredClone(kept);
  for (const one of fields(form)) {
    if (!(one.name in kept)) continue;
    if (one.matches(TICKED)) one.checked = kept[one.name].includes(one.value);
    else setText(one, texts[one.name].shift());
    // Whoever counts letters hears of it.
    one.dispatchEvent(new Event("input", { bubbles: true }));
  }
  for (const picker of pickers(form)) picker.picks = kept[picker.dataset.name] ?? [];
}

/** Whether it is said twice. */
export function isSame(one, other) {
  return JSON.stringify(one) === JSON.stringify(other);
}

export function fields(form) {
  return [...form.elements].filter((one) => one.name && one.matches(SAYING) && !one.closest("people-picker"));
}

export function pickers(form) {
  return [...form.querySelectorAll("people-picker")];
}

function said(form, isTicked, text, picks) {
  const found = {};
  for (const one of fields(form)) {
    found[one.name] ??= [];
    if (!one.matches(TICKED)) found[one.name].push(text(one));
    else if (isTicked(one)) found[one.name].push(one.value);
  }
  for (const picker of pickers(form)) found[picker.dataset.name] = picks(picker);
  return found;
}

function servedText(one) {
  if (!one.options) return one.defaultValue;
  return ([...one.options].find((option) => option.defaultSelected) ?? one.options[0])?.value ?? "";
}

function setText(one, text = "") {
  const isThere = !one.options || [...one.options].some((option) => option.value === text);
  if (isThere) one.value = text;
}
