import { readDraft, writeDraft } from './drafts.js';
import { field, make } from './elements.js';
import { current, draftKey, sendFile, sendForm } from './session.js';
import { filePicker, takeFiles } from './uploads.js';
import { say } from './words.js';

const units = { mm: 'mm', deg: '°', mm2: 'mm²', HU: 'HU' };

/** A form with one line of text that is kept until it is taken. */
export function lineForm({ task, name, label, button, properties, unit, send, hand }) {
  const words = say();
  const key = draftKey(`${task.id}:${name}`);
  const { input, parts } = field(label, {
    value: readDraft(key) ?? '',
    oninput: (event) => writeDraft(key, event.target.value === '' ? undefined : event.target.value),
    ...properties,
  });
  const [labelPart] = parts;
  const submit = (event) => {
    event.preventDefault();
    if (input.value.trim() === '') {
      hand(
        async () => ({ accepted: false, sentence: { vi: words.emptyField, en: words.emptyField } }),
        '',
      );
      input.focus();
      return;
    }
    hand(async () => {
      const answer = await send(input.value);
      if (answer.accepted) writeDraft(key, undefined);
      return answer;
    }, words.sending);
  };
  return make(
    'form',
    { onsubmit: submit, noValidate: true },
    labelPart,
    unit === undefined
      ? input
      : make(
          'div',
          { className: 'with-unit' },
          input,
          make('span', { 'aria-hidden': 'true' }, unit),
        ),
    make('div', { className: 'row' }, make('button', { className: 'main' }, button ?? words.send)),
  );
}

/** A typed code. */
export function codeForm(task, label, hand) {
  return lineForm({
    task,
    name: 'code',
    label,
    properties: {
      className: 'code',
      maxLength: 100,
      spellcheck: false,
      autocapitalize: 'characters',
    },
    send: (text) => sendForm(`tasks/${task.id}/code`, { text }),
    hand,
  });
}

/** A measured value with its unit. */
export function valueForm(task, wanted, index, label, hand) {
  return lineForm({
    task,
    name: `value${index}`,
    label,
    unit: units[wanted.unit],
    properties: { maxLength: 100, inputMode: wanted.unit === 'HU' ? 'text' : 'decimal' },
    send: (text) => sendForm(`tasks/${task.id}/value`, { index, text }),
    hand,
  });
}

/** A reason why something cannot be shown. */
export function cannotShowForm(task, hand) {
  const words = say();
  return make(
    'details',
    {},
    make('summary', {}, words.cannotShow),
    lineForm({
      task,
      name: 'reason',
      label: words.reason,
      button: words.sendReason,
      properties: { maxLength: 1000 },
      send: (reason) => sendForm(`tasks/${task.id}/cannot-show`, { reason }),
      hand,
    }),
  );
}

/** A picture: sent, read and weighed as soon as it is chosen. */
export function pictureForm(task, wanted, count, hand) {
  const words = say();
  const { limits } = current();
  const use = (file) =>
    hand(
      () => sendFile(`tasks/${task.id}/picture`, file, limits.pictureBytes),
      words.sendingPicture,
    );
  takeFiles(use);
  return make(
    'div',
    {},
    wanted.atMost > 1 && make('p', {}, words.pictures(count, wanted.atMost)),
    make(
      'div',
      { className: 'row' },
      filePicker({
        label: words.takePhoto,
        accept: 'image/*',
        camera: true,
        className: 'main',
        use,
      }),
      filePicker({
        label: words.choosePicture,
        accept: 'image/png,image/jpeg',
        className: 'main',
        use,
      }),
    ),
    make('p', { className: 'quiet desk' }, words.pasteHint),
  );
}
