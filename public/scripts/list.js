// The list of tickets: choosing several, moving by keyboard, fetching what changed. Without this file, all its buttons work.

const list = () => document.querySelector('form[data-list]');
const boxes = () => [...document.querySelectorAll('form[data-list] tbody input[name="ticket"]')];
const links = () => [...document.querySelectorAll('form[data-list] tbody .c-sub a')];

// choosing: how many, all, none, and a whole range with Shift

const countWords = ({ none, one, many }, count) =>
  count === 0 ? none : count === 1 ? one : many.replace('{n}', count);

const chosen = () => boxes().filter((box) => box.checked);

const showChoice = () => {
  const form = list();
  if (form === null) return;
  const bar = form.querySelector('[data-bulk]');
  const count = chosen().length;
  bar.classList.toggle('is-empty', count === 0);
  const words = bar.querySelector('[data-count]');
  const text = countWords(words.dataset, count);
  if (words.textContent !== text) words.textContent = text;
  bar.querySelector('[data-clear]').hidden = count === 0;
  bar.querySelector('[data-all]').hidden = count > 0;
  const all = form.querySelector('thead [data-choose-all]');
  all.checked = count > 0 && count === boxes().length;
  all.indeterminate = count > 0 && !all.checked;
};

const chooseAll = (checked) => {
  for (const box of boxes()) box.checked = checked;
  showChoice();
};

let lastChosen = null;
const chooseRange = (event) => {
  const box = event.target.closest?.('tbody input[name="ticket"]');
  if (!box) return;
  const all = boxes();
  const [from, to] = [all.indexOf(lastChosen), all.indexOf(box)].sort((a, b) => a - b);
  if (event.shiftKey && from >= 0) for (const one of all.slice(from, to + 1)) one.checked = box.checked;
  lastChosen = box;
};

const setUpChoice = (form) => {
  const bar = form.querySelector('[data-bulk]');
  const all = document.createElement('input');
  all.type = 'checkbox';
  all.className = 'form-check-input';
  all.dataset.chooseAll = '';
  all.setAttribute('aria-label', bar.dataset.allLabel);
  form.querySelector('thead .c-check').replaceChildren(all);
  all.addEventListener('change', () => chooseAll(all.checked));
  bar.querySelector('[data-clear]').addEventListener('click', () => {
    chooseAll(false);
    bar.querySelector('[data-all]').focus();
  });
  bar.querySelector('[data-all]').addEventListener('click', () => {
    chooseAll(true);
    bar.querySelector('[data-clear]').focus();
  });
  form.addEventListener('click', chooseRange);
  form.addEventListener('change', showChoice);
  showChoice();
};

if (list() !== null) {
  setUpChoice(list());
  // back from another page, the browser ticks again what was ticked
  window.addEventListener('pageshow', showChoice);
}

// j and k move, o opens, x ticks, r refreshes, ? tells all that; never while typing, never with a modifier

const help = document.querySelector('dialog[data-shortcuts-help]');

const move = (step) => {
  const all = links();
  const here = all.findIndex((link) => link.closest('tr').contains(document.activeElement));
  const next = here < 0 ? (step > 0 ? 0 : all.length - 1) : Math.min(all.length - 1, Math.max(0, here + step));
  all[next]?.focus();
};

const currentRow = () => document.activeElement?.closest('form[data-list] tbody tr') ?? null;

const tickRow = () => {
  const box = currentRow()?.querySelector('input[name="ticket"]');
  if (box == null) return;
  box.checked = !box.checked;
  showChoice();
};

const keys = {
  j: () => move(1),
  k: () => move(-1),
  o: () => currentRow()?.querySelector('.c-sub a')?.click(),
  x: tickRow,
  r: () => refresh({ asked: true }),
  '?': () => help.showModal(),
};

if (help !== null) {
  document.querySelector('[data-shortcuts-open]')?.addEventListener('click', () => help.showModal());
  document.addEventListener('keydown', (event) => {
    const { target, key } = event;
    if (document.body.dataset.shortcuts === 'off' || event.ctrlKey || event.metaKey || event.altKey) return;
    const writing = target.closest('input:not([type="checkbox"]), textarea, select, [contenteditable], dialog[open]');
    if (writing !== null || !Object.hasOwn(keys, key)) return;
    event.preventDefault();
    keys[key]();
  });
}
