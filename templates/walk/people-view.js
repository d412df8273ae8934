import { readDraft, writeDraft } from './drafts.js';
import { field, fill, make } from './elements.js';
import { current, draftKey, sendForm } from './session.js';
import { pick, say } from './words.js';

const key = () => draftKey('people');
const nobody = () => ({ name: '', role: '', organisation: '' });

/** Who shows and who watches: asked first, and changed whenever others take over. */
export function showPeople(view, { title, goTo }) {
  const words = say();
  const { people, progress, limits } = current();
  const known = people ?? (progress.examiner && progress) ?? { examiner: nobody(), witnesses: [] };
  const start = readDraft(key()) ?? { examiner: known.examiner, witnesses: known.witnesses };
  const form = {
    examiner: { ...nobody(), ...start.examiner },
    witnesses: start.witnesses.map((one) => ({ ...nobody(), ...one })),
  };
  while (form.witnesses.length < 2) form.witnesses.push(nobody());
  const groups = make('div');
  const result = make('p', { className: 'result', role: 'status', 'aria-live': 'polite' });
  const keep = () => writeDraft(key(), form);

  const group = (legend, person, extra) =>
    make(
      'fieldset',
      {},
      make('legend', {}, legend),
      ['name', 'role', 'organisation'].flatMap((part) => {
        const { parts } = field(words[part], {
          value: person[part],
          maxLength: limits.personCharacters,
          oninput: (event) => {
            person[part] = event.target.value;
            keep();
          },
        });
        return parts;
      }),
      extra,
    );
  const draw = () => {
    fill(
      groups,
      group(words.examiner, form.examiner),
      ...form.witnesses.map((one, index) =>
        group(
          words.witness(index + 1),
          one,
          index < 2
            ? undefined
            : make(
                'div',
                { className: 'row' },
                make(
                  'button',
                  { type: 'button', onclick: () => drop(index) },
                  words.removeWitness(index + 1),
                ),
              ),
        ),
      ),
    );
  };
  const drop = (index) => {
    form.witnesses.splice(index, 1);
    keep();
    draw();
    add.focus();
  };
  const add = make(
    'button',
    {
      type: 'button',
      onclick: () => {
        if (form.witnesses.length >= limits.witnesses) return;
        form.witnesses.push(nobody());
        draw();
        groups.lastElementChild.querySelector('input').focus();
      },
    },
    words.addWitness,
  );
  draw();

  const submit = async (event) => {
    event.preventDefault();
    result.className = 'result';
    result.textContent = words.sending;
    const plain = ({ name, role, organisation }) =>
      organisation.trim() === '' ? { name, role } : { name, role, organisation };
    const named = form.witnesses.filter(
      ({ name, role, organisation }) => `${name}${role}${organisation}`.trim() !== '',
    );
    const answer = await sendForm('people', {
      examiner: plain(form.examiner),
      witnesses: named.map(plain),
    });
    if (!answer.accepted) {
      result.className = 'result bad';
      result.textContent = pick(answer.sentence);
      return;
    }
    writeDraft(key(), undefined);
    goTo('#/', named.length < 2 ? words.fewWitnesses : undefined);
  };
  fill(
    view,
    title(words.people),
    make('p', { className: 'quiet' }, words.peopleIntro),
    make(
      'form',
      { onsubmit: submit, noValidate: true },
      groups,
      make('div', { className: 'row' }, add),
      result,
      make('div', { className: 'row' }, make('button', { className: 'main' }, words.savePeople)),
    ),
  );
}
