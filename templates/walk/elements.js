/**
 * Makes an element. Texts become text nodes, never markup: what tasks and people say stays what it is.
 * Properties that start with `on` are listeners; `className`, `value` and the like are set as such, the rest as attributes.
 */
export function make(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value === undefined || value === false) continue;
    if (name.startsWith('on')) element.addEventListener(name.slice(2), value);
    else if (name in element && name !== 'list' && name !== 'form') element[name] = value;
    else element.setAttribute(name, value === true ? '' : String(value));
  }
  element.append(...present(children));
  return element;
}

/** Puts children in the place of those that are there. */
export function fill(element, ...children) {
  element.replaceChildren(...present(children));
}

/** Conditions leave `undefined`, `false` and empty texts among children. */
function present(children) {
  return children.flat().filter((child) => child !== undefined && child !== false && child !== '');
}

let lastId = 0;

/** A number for ids that join labels and fields. */
export function newId() {
  lastId += 1;
  return `f${lastId}`;
}

/** A labelled line of text. */
export function field(label, properties) {
  const id = newId();
  const input = make('input', { type: 'text', id, autocomplete: 'off', ...properties });
  return { input, parts: [make('label', { htmlFor: id }, label), input] };
}
