import { readDraft, writeDraft } from './drafts.js';
import { fill, make, newId } from './elements.js';
import { current, draftKey, removeFile, sendFile, sendForm } from './session.js';
import { filePicker, takeFiles } from './uploads.js';
import { pick, say } from './words.js';

/** Points to tick, what was seen, and files. Files are sent as they are chosen and wait for the rest. */
export function statementForm(task, hand) {
  const words = say();
  const { limits } = current();
  const key = draftKey(`${task.id}:statement`);
  const draft = { text: '', points: [], ...readDraft(key) };
  const keep = () => writeDraft(key, draft);
  const id = newId();
  const path = `tasks/${task.id}`;

  const tick = (point, index) =>
    make(
      'label',
      { className: 'tick' },
      make('input', {
        type: 'checkbox',
        checked: draft.points.includes(index),
        onchange: (event) => {
          const others = draft.points.filter((one) => one !== index);
          draft.points = event.target.checked ? [...others, index] : others;
          keep();
        },
      }),
      make('span', {}, pick(point)),
    );
  const list = make('div');
  const drawFiles = () => {
    const files = current().staged[task.id] ?? [];
    const row = ({ id: file, name, sizeBytes }) =>
      make(
        'li',
        {},
        `${name} (${Math.ceil(sizeBytes / 1024)} KB)`,
        make(
          'button',
          {
            type: 'button',
            'aria-label': words.removeFile(name),
            onclick: async () => {
              await hand(() => removeFile(task.id, file), '', drawFiles);
              box.querySelector('input[type="file"]').focus();
            },
          },
          words.remove,
        ),
      );
    fill(
      list,
      files.length === 0
        ? make('p', { className: 'quiet' }, words.noFiles)
        : make('ul', { className: 'files' }, files.map(row)),
    );
  };
  const use = (file) =>
    hand(
      () => sendFile(`${path}/files`, file, limits.fileBytes),
      words.sendingFile(file.name),
      drawFiles,
    );
  takeFiles(use);
  drawFiles();
  const box = make(
    'fieldset',
    {},
    make('legend', {}, words.files),
    list,
    make(
      'div',
      { className: 'row' },
      filePicker({ label: words.addPhoto, accept: 'image/*', camera: true, use }),
      filePicker({
        label: words.addFile,
        accept: 'image/png,image/jpeg,application/pdf',
        several: true,
        use,
      }),
    ),
    make('p', { className: 'quiet desk' }, words.pasteHint),
  );
  const submit = (event) => {
    event.preventDefault();
    const form = { text: draft.text, shownPoints: [...draft.points].sort((a, b) => a - b) };
    hand(async () => {
      const answer = await sendForm(`${path}/statement`, form);
      if (answer.accepted) writeDraft(key, undefined);
      return answer;
    }, words.sending);
  };
  return make(
    'form',
    { onsubmit: submit, noValidate: true },
    task.points.length > 0 &&
      make('fieldset', {}, make('legend', {}, words.points), task.points.map(tick)),
    make('label', { htmlFor: id }, words.seen),
    make('textarea', {
      id,
      maxLength: limits.textCharacters,
      value: draft.text,
      oninput: (event) => {
        draft.text = event.target.value;
        keep();
      },
    }),
    box,
    make('div', { className: 'row' }, make('button', { className: 'main' }, words.send)),
  );
}
