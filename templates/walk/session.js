import { say } from './words.js';

/** What the server said last. */
let walk;
let isBusy = false;

/** The walk as last told. */
export function current() {
  return walk;
}

/** Key of a draft of this run. */
export function draftKey(name) {
  return `rispacs:${walk.runCode}:${name}`;
}

/** Asks for everything again. @returns a sentence when that failed */
export async function load() {
  const answer = await ask('walk', { method: 'GET' });
  if (answer.value === undefined) return answer.sentence;
  walk = answer.value;
  return undefined;
}

/** Sends a form. */
export function sendForm(path, value) {
  return change(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(value),
  });
}

/** Sends a file as it is. */
export function sendFile(path, file, maxBytes) {
  if (file.size > maxBytes) return fail(say().tooLarge(Math.floor(maxBytes / 1048576)));
  if (file.size === 0) return fail(say().emptyFile);
  return change(path, {
    method: 'POST',
    headers: {
      'content-type': 'application/octet-stream',
      'x-file-name': encodeURIComponent(file.name.toWellFormed?.() ?? file.name).slice(0, 900),
    },
    body: file,
  });
}

/** Takes a waiting file back. */
export function removeFile(task, id) {
  return change(`tasks/${task}/files/${id}`, { method: 'DELETE', headers: {} });
}

async function fail(sentence) {
  return { accepted: false, sentence: { vi: sentence, en: sentence } };
}

/** One thing at a time. @returns `accepted` and a sentence in both languages, where there is something to say */
async function change(path, options) {
  if (isBusy) return fail(say().wait);
  isBusy = true;
  try {
    const headers = { ...options.headers, 'x-walk-key': walk.csrfKey };
    const answer = await ask(path, { ...options, headers });
    if (answer.value === undefined) return { accepted: false, sentence: answer.sentence };
    const { result, ...changed } = answer.value;
    walk = { ...walk, ...changed };
    return result ?? { accepted: true };
  } finally {
    isBusy = false;
  }
}

async function ask(path, options) {
  const control = new AbortController();
  const timer = setTimeout(() => control.abort(), walk?.limits.submitMs ?? 30_000);
  try {
    const { signal } = control;
    const response = await fetch(path, {
      ...options,
      signal,
      cache: 'no-store',
      redirect: 'error',
    });
    // The server says nothing more of a link that does not count any more.
    if (response.status === 404 || response.status === 410) return { sentence: both('ended') };
    const value = await response.json();
    return response.ok ? { value } : { sentence: value.sentence };
  } catch (error) {
    const isNetwork =
      error instanceof TypeError || error instanceof DOMException || error instanceof SyntaxError;
    if (isNetwork) return { sentence: both('noContact') };
    throw error;
  } finally {
    clearTimeout(timer);
  }
}

function both(key) {
  const text = say()[key];
  return { vi: text, en: text };
}
