// Making elements. Every word is set as text, never as markup.

let last = 0;

/** An id that no other element has. */
export const id = (stem) => `x${(last += 1)}-${stem}`;

/** make("p", { class: "soft", hidden: true }, "words", child…) */
export const make = (tag, attributes = {}, ...inside) => {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...inside.filter((one) => one !== null && one !== undefined));
  return element;
};

/** Set what differs, so that nothing is drawn anew for nothing. */
export const put = (element, text) => {
  if (element.textContent !== text) element.textContent = text;
};

export const show = (element, visible) => {
  if (element.hidden === visible) element.hidden = !visible;
};

export const mark = (element, name, value) => {
  if (value === null || value === "" || value === false) {
    if (element.hasAttribute(name)) element.removeAttribute(name);
  } else if (element.getAttribute(name) !== String(value)) {
    element.setAttribute(name, value === true ? "" : value);
  }
};
