// Filters Annex I on the screen. The report is whole without it: the form stays hidden where scripts do not run.
const form = document.getElementById('filter');
const table = document.getElementById('criteria');
const status = document.getElementById('filter-status');
const groups = Array.from(table.tBodies);
const rows = groups.flatMap((group) => Array.from(group.querySelectorAll('tr[data-outcome]')));
const note = status.cloneNode();
note.removeAttribute('id');
note.removeAttribute('role');
note.className = 'filter-note';
table.before(note);

const has = (values, wanted) => wanted === '' || (values || '').split(' ').includes(wanted);

function apply() {
  const { group, outcome, basis, level } = form.elements;
  let shown = 0;
  for (const body of groups) {
    let inGroup = 0;
    for (const row of body.querySelectorAll('tr[data-outcome]')) {
      const fits =
        has(body.dataset.group, group.value) &&
        has(row.dataset.outcome, outcome.value) &&
        has(row.dataset.basis, basis.value) &&
        has(row.dataset.level, level.value);
      row.hidden = !fits;
      if (fits) inGroup += 1;
    }
    body.hidden = inGroup === 0;
    shown += inGroup;
  }
  const whole = shown === rows.length;
  status.textContent = form.dataset.count.replace('{shown}', shown).replace('{total}', rows.length);
  note.textContent = whole ? '' : `${form.dataset.partial} ${status.textContent}`;
  table.hidden = shown === 0;
}

// A link to a criterion that the filter hides would lead nowhere.
function reveal() {
  const target = document.getElementById(location.hash.slice(1));
  if (target === null || !target.closest('#criteria tr[hidden], #criteria tbody[hidden]')) return;
  form.reset();
  apply();
  target.scrollIntoView();
}

form.addEventListener('change', apply);
form.addEventListener('submit', (event) => event.preventDefault());
form.addEventListener('reset', () => setTimeout(apply));
addEventListener('hashchange', reveal);
form.reset();
form.hidden = false;
apply();
