/**
 * What was typed but not sent, kept by this browser for a run, so that closing it half-way loses nothing. Pictures are
 * never kept here. Where the browser keeps nothing (private windows), it is kept until the page is closed.
 */
const memory = new Map();

function store() {
  try {
    return window.localStorage;
  } catch (error) {
    if (error instanceof DOMException) return undefined;
    throw error;
  }
}

/** A value kept before; `undefined` when there is none that can be read. */
export function readDraft(key) {
  const text = memory.get(key) ?? store()?.getItem(key) ?? undefined;
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** Keeps a value; `undefined` drops it. */
export function writeDraft(key, value) {
  if (value === undefined) {
    memory.delete(key);
    store()?.removeItem(key);
    return;
  }
  const text = JSON.stringify(value);
  memory.set(key, text);
  try {
    store()?.setItem(key, text);
  } catch (error) {
    // Full, or forbidden by the browser's settings: it stays in memory.
    if (!(error instanceof DOMException)) throw error;
  }
}
