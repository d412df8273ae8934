import { fill, make } from './elements.js';
import { cannotShowForm, codeForm, pictureForm, valueForm } from './forms.js';
import { isDone, stateBadge, stateOf } from './list-view.js';
import { current } from './session.js';
import { statementForm } from './statement-form.js';
import { takeFiles } from './uploads.js';
import { pick, say } from './words.js';

/** What was said of each task last, so that it stays when the language changes. */
const lastResults = new Map();

/** One task: what to open and do, what to hand in, what came of it. */
export function showTask(view, task, { title, drawHeader }) {
  const words = say();
  const { tasks } = current();
  const place = tasks.indexOf(task);
  const state = make('p');
  const forms = make('div');
  const giveUp = make('div');
  const entries = make('div');
  // It stays in the page while its text changes: only then is it read out.
  const result = make('p', { role: 'status', 'aria-live': 'polite' });
  const showResult = () => {
    const last = lastResults.get(task.id);
    result.className = last === undefined ? 'result' : `result ${last.accepted ? 'good' : 'bad'}`;
    result.textContent = last === undefined ? '' : pick(last.sentence);
  };

  const isOver = () => isDone(task.id) || stateOf(task.id) === 'cannot-show';

  /** Hands something in and shows what came of it; `redraw` stands in for drawing the whole form again. */
  const hand = async (act, waiting, redraw) => {
    result.className = 'result';
    result.textContent = waiting;
    const answer = await act();
    if (answer.sentence !== undefined) lastResults.set(task.id, answer);
    else lastResults.delete(task.id);
    showResult();
    drawHeader();
    if (redraw !== undefined) redraw();
    else if (answer.accepted) {
      drawState();
      drawForms();
      // What had the focus is gone.
      const goOn = isOver() ? nextLink : forms.querySelector('input, textarea');
      (goOn ?? view.querySelector('h1')).focus();
    }
  };

  const drawState = () => {
    const kept = current().progress.tasks.find(({ id }) => id === task.id)?.entries ?? [];
    state.replaceChildren(
      `${words.step(place + 1, tasks.length)} · ${words.criterion(task.criterion)} · `,
      stateBadge(task.id),
    );
    const item = ({ at, sentence }) => make('li', {}, `${at.slice(11, 16)} ${pick(sentence)}`);
    entries.replaceChildren(
      ...(kept.length === 0
        ? []
        : [make('h2', {}, words.soFar), make('ul', { className: 'entries' }, kept.map(item))]),
    );
  };
  const drawForms = () => {
    takeFiles(undefined);
    if (nextLink !== undefined) nextLink.className = `button ${isOver() ? 'main' : ''}`;
    if (isDone(task.id)) {
      giveUp.replaceChildren();
      forms.replaceChildren(make('p', { className: 'good' }, words.stepDone));
      return;
    }
    const kept = current().progress.tasks.find(({ id }) => id === task.id)?.entries ?? [];
    const count = kept.filter(({ kind }) => kind === 'picture').length;
    const form = (wanted, index) => {
      switch (wanted.kind) {
        case 'picture':
          return pictureForm(task, wanted, count, hand);
        case 'code':
          return codeForm(task, pick(wanted.label), hand);
        case 'value':
          return valueForm(task, wanted, index, pick(wanted.label), hand);
        default:
          return statementForm(task, hand);
      }
    };
    forms.replaceChildren(...task.wants.map(form));
    giveUp.replaceChildren(cannotShowForm(task, hand));
  };

  const link = (other, label) =>
    other &&
    make(
      'a',
      { className: 'button', href: `#/task/${other.id}` },
      `${label}: ${pick(other.title)}`,
    );
  const nextLink = link(tasks[place + 1], words.next);
  const step = (label, text) => make('li', {}, make('b', {}, label), pick(text));
  drawState();
  drawForms();
  showResult();
  fill(
    view,
    title(pick(task.title)),
    state,
    make(
      'ol',
      { className: 'steps' },
      step(words.open, task.open),
      step(words.act, task.act),
      step(words.enter, task.enter),
    ),
    forms,
    result,
    giveUp,
    entries,
    make('nav', { className: 'around' }, link(tasks[place - 1], words.previous), nextLink),
  );
}
