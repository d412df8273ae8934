import { readDraft, writeDraft } from './drafts.js';
import { fill, make } from './elements.js';
import { current, draftKey } from './session.js';
import { pick, say } from './words.js';

/** Where a task stands. */
export function stateOf(id) {
  return current().progress.tasks.find((one) => one.id === id)?.state ?? 'open';
}

/** Nothing more is asked for it. */
export function isDone(id) {
  return ['demonstrated', 'attested'].includes(stateOf(id));
}

/** The state in words, beside its colour. */
export function stateBadge(id) {
  const state = stateOf(id);
  const className =
    { demonstrated: 'good', attested: 'good', 'cannot-show': 'bad' }[state] ?? 'quiet';
  return make('span', { className: `state ${className}` }, say().states[state]);
}

/** All steps, criterion by criterion. */
export function showList(view, { title, remark }) {
  const words = say();
  const { tasks } = current();
  const onlyOpen = readDraft(draftKey('only-open')) === true;
  const next = tasks.find(({ id }) => stateOf(id) === 'open' || stateOf(id) === 'partly');
  const shown = tasks.filter(({ id }) => !onlyOpen || !isDone(id));
  const item = (task) =>
    make(
      'li',
      {},
      make(
        'a',
        { href: `#/task/${task.id}` },
        make('span', {}, make('small', {}, `${task.criterion} `), pick(task.title)),
        ' ',
        stateBadge(task.id),
      ),
    );
  fill(
    view,
    title(words.list),
    make('p', { className: 'result', role: 'status' }, remark ?? ''),
    next
      ? make(
          'p',
          {},
          make(
            'a',
            { className: 'button main', href: `#/task/${next.id}` },
            `${words.continueWith}: ${pick(next.title)}`,
          ),
        )
      : tasks.every(({ id }) => isDone(id)) && make('p', { className: 'good' }, words.allDone),
    make(
      'label',
      { className: 'tick' },
      make('input', {
        type: 'checkbox',
        checked: onlyOpen,
        onchange: (event) => {
          writeDraft(draftKey('only-open'), event.target.checked || undefined);
          showList(view, { title, remark });
          view.querySelector('input[type="checkbox"]').focus();
        },
      }),
      words.onlyOpen,
    ),
    make('ul', { className: 'tasks' }, shown.map(item)),
  );
}
