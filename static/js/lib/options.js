/** An element with these properties. */
export function made(tag, properties) {
  return Object.assign(document.createElement(tag), properties);
}

/** Whether every typed word stands in the option's text or note, whatever its marks and capitals. */
export function matches(option, typed) {
  const text = plain(`${option.text} ${option.dataset.note ?? ""}`);
  return option.value !== "" && plain(typed).split(/\s+/).every((word) => text.includes(word));
}

function plain(text) {
  return text.normalize("NFKD").replace(/\p{Mn}/gu, "").toLowerCase();
}
