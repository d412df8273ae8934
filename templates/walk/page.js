import { make } from './elements.js';
import { isDone, showList } from './list-view.js';
import { showPeople } from './people-view.js';
import { current, load } from './session.js';
import { showTask } from './task-view.js';
import { listenForFiles, takeFiles } from './uploads.js';
import { otherLanguage, pick, say, startLanguage, toggleLanguage } from './words.js';

const view = document.querySelector('#view');
const warning = document.querySelector('#alert');
let remark;

/** The heading of a view; it takes the focus, so that a screen reader begins there. */
function title(text) {
  document.title = `${text} · ${say().page}`;
  return make('h1', { tabIndex: -1 }, text);
}

function goTo(hash, text) {
  remark = text;
  if (location.hash === hash) show();
  else location.hash = hash;
}

function drawHeader() {
  const words = say();
  const { facilityName, runCode, tasks, people } = current();
  const done = tasks.filter(({ id }) => isDone(id)).length;
  document.querySelector('#where').textContent = `${facilityName} · ${words.run(runCode)}`;
  document.querySelector('#count').textContent = words.count(done, tasks.length);
  document.querySelector('#tools').replaceChildren(
    ...(people ? [make('a', { className: 'button', href: '#/' }, words.list)] : []),
    make('a', { className: 'button', href: '#/people' }, words.people),
    make(
      'button',
      {
        type: 'button',
        id: 'language',
        lang: otherLanguage(),
        onclick: () => {
          toggleLanguage();
          show({ keepFocus: true });
          document.querySelector('#language').focus();
        },
      },
      words.otherLanguage,
    ),
  );
}

function show({ keepFocus = false } = {}) {
  const { people, tasks } = current();
  const [, id] = /^#\/task\/([a-z0-9.-]+)$/.exec(location.hash) ?? [];
  const task = tasks.find((one) => one.id === id);
  takeFiles(undefined);
  drawHeader();
  if (people === undefined || location.hash === '#/people') showPeople(view, { title, goTo });
  else if (task === undefined) showList(view, { title, remark });
  else showTask(view, task, { title, drawHeader });
  if (task !== undefined) remark = undefined;
  if (keepFocus) return;
  window.scrollTo(0, 0);
  view.querySelector('h1').focus({ preventScroll: true });
}

/** Others may have handed in something meanwhile. */
async function refresh() {
  const problem = await load();
  warning.textContent = problem === undefined ? '' : pick(problem);
  return problem === undefined;
}

async function start() {
  listenForFiles();
  if (!(await refresh())) {
    view.textContent = '';
    return;
  }
  startLanguage(current().language);
  show();
  window.addEventListener('hashchange', async () => {
    show();
    if (current().people === undefined || !['', '#/'].includes(location.hash)) return;
    const before = JSON.stringify(current().progress);
    const isSame = !(await refresh()) || JSON.stringify(current().progress) === before;
    // Whoever has begun to go through the list is not interrupted.
    if (!isSame && document.activeElement?.tagName === 'H1') show();
  });
}

start();
