// Every page works without this file: it only makes it quicker to use.

const closeMenus = (except) => {
  for (const menu of document.querySelectorAll('details.menu[open]')) {
    if (menu !== except) menu.open = false;
  }
};

document.addEventListener('click', (event) => {
  closeMenus(event.target.closest('details.menu'));
});

document.addEventListener('keydown', (event) => {
  if (event.key !== 'Escape') return;
  const menu = document.querySelector('details.menu[open]');
  if (menu === null) return;
  menu.open = false;
  menu.querySelector('summary').focus();
});

// what is on its way when the button is pressed goes with the text; a file that failed keeps the form here
const awaitFiles = (form, submitter) =>
  form.saving.then(() => {
    const failed = [...form.querySelectorAll('[data-fault]')].some((fault) => fault.textContent !== '');
    submitter?.removeAttribute('aria-disabled');
    if (!failed) form.requestSubmit(submitter);
  });

const identity = (form) => form.elements.namedItem('batch') ?? form.elements.namedItem('draft');

/**
 * « Précédent » may draw a form anew around the text that it had when it left: it is still the same operation, which is
 * done once. A draft that the server gives back is another one.
 */
const rememberSending = (form) => {
  const own = identity(form);
  if (own === null) return;
  const before = history.state?.sent?.[form.getAttribute('action')];
  if (before !== undefined && form.querySelector('.draft-note') === null) own.value = before;
  form.addEventListener('submit', (event) => {
    if (event.defaultPrevented || event.submitter?.hasAttribute('formaction')) return;
    const sent = { ...history.state?.sent, [form.getAttribute('action')]: own.value };
    history.replaceState({ ...history.state, sent }, '');
  });
};

// one submission at a time; the button stays a button, so that it can still be read and reached
for (const form of document.querySelectorAll('form[data-once]')) {
  form.addEventListener('submit', (event) => {
    if (form.dataset.sent !== undefined) {
      event.preventDefault();
      return;
    }
    event.submitter?.setAttribute('aria-disabled', 'true');
    if (form.querySelector('[data-drop][aria-busy]') !== null && !event.submitter?.hasAttribute('formaction')) {
      event.preventDefault();
      awaitFiles(form, event.submitter);
      return;
    }
    form.dataset.sent = '';
  });
  rememberSending(form);
}

// back from the cache of the browser: the form may be sent again
window.addEventListener('pageshow', () => {
  for (const form of document.querySelectorAll('form[data-sent]')) delete form.dataset.sent;
  for (const button of document.querySelectorAll('[aria-disabled]')) button.removeAttribute('aria-disabled');
});

const plain = (text) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

/** Shows the nodes of a tree whose own words, or those of a node above or below, hold what is typed. */
const filterTree = (list, words, above) => {
  let shown = 0;
  for (const node of list.children) {
    const details = node.querySelector(':scope > details');
    const label = plain((details?.querySelector('summary') ?? node).textContent);
    const matches = above || words.every((word) => label.includes(word));
    const below = details ? filterTree(details.querySelector('ul'), words, matches) : 0;
    const count = details ? below : Number(matches);
    node.hidden = count === 0;
    if (details) {
      details.dataset.wasOpen ??= String(details.open);
      details.open = words.length > 0 ? count > 0 : details.dataset.wasOpen === 'true';
    }
    shown += count;
  }
  return shown;
};

/** Somebody did not wait for this file. */
const wasTyped = (input) => input.value !== input.defaultValue;

const countText = ({ none, one, many }, count) => (count === 0 ? none : count === 1 ? one : many.replace('{n}', count));

for (const filter of document.querySelectorAll('[data-filter]')) {
  const list = document.getElementById(filter.dataset.filter);
  const said = filter.querySelector('[data-filter-count]');
  const input = filter.querySelector('input[type="search"]');
  filter.hidden = false;
  // in the middle of a form, the key of validation is not its button
  if (input.name === '') input.addEventListener('keydown', (event) => event.key === 'Enter' && event.preventDefault());
  const show = () => {
    const words = plain(input.value).split(/\s+/).filter(Boolean);
    const count = filterTree(list, words, words.length === 0);
    said.textContent = words.length === 0 ? '' : countText(said.dataset, count);
  };
  input.addEventListener('input', show);
  if (wasTyped(input)) show();
}

/** Among more than the page holds, the server finds what is typed. */
const find = async (form) => {
  const asked = new URLSearchParams(new FormData(form)).toString();
  const answer = await fetch(`${form.action}?${asked}`).catch(() => null);
  if (!answer?.ok || new URLSearchParams(new FormData(form)).toString() !== asked) return;
  const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
  const found = page.querySelector('[data-found]');
  if (found === null) return;
  document.querySelector('[data-found]').replaceWith(found);
  form.querySelector('[role="status"]').textContent = found.querySelector('[role="status"]')?.textContent ?? '';
};

for (const form of document.querySelectorAll('form[data-finds]')) {
  let waiting;
  const findSoon = () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => find(form), 250);
  };
  form.addEventListener('input', findSoon);
  if (wasTyped(form.querySelector('input[type="search"]'))) findSoon();
}

const typing = (target) => target.closest('input:not([type="checkbox"]), textarea, select, [contenteditable]') !== null;

// « / » to the search, « c » to a new ticket; never while typing, never with a modifier
document.addEventListener('keydown', (event) => {
  if (document.body.dataset.shortcuts === 'off') return;
  if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
  const target = document.querySelector(`[data-shortcut="${CSS.escape(event.key)}"]`);
  if (target === null) return;
  event.preventDefault();
  if (target.matches('a')) target.click();
  else target.focus();
});

/** The files of a form leave as soon as they are chosen, pasted or dropped, one sending at a time, and the list follows. */
const setUpTransfer = (drop) => {
  const input = drop.querySelector('input[type="file"]');
  const button = drop.querySelector('[data-transfer]');
  if (button === null) return;
  const { form } = input;
  const list = form.querySelector('[data-files]');
  const said = form.querySelector('[data-transferring]');
  const fault = drop.parentElement.querySelector('[data-fault]');

  const line = (file) => {
    const item = list.querySelector('template').content.firstElementChild.cloneNode(true);
    item.querySelector('[data-name]').textContent = file.name;
    item.querySelector('[data-size]').textContent = file.shownSize;
    item.querySelector('[data-spoken]').textContent = file.name;
    item.querySelector('button').value = file.id;
    return item;
  };

  const show = ({ files, error, ...draft }) => {
    const template = list.querySelector('template');
    list.replaceChildren(template, ...files.map((file) => line({ ...file, shownSize: shownSize(file.size) })));
    fault.textContent = error ?? '';
    for (const name of ['batch', 'revision']) {
      if (draft[name] !== undefined) form.elements.namedItem(name).value = draft[name];
    }
  };

  const send = async (files, extra = {}) => {
    const body = new FormData(form);
    body.delete('files');
    for (const file of files) body.append('files', file);
    for (const [name, value] of Object.entries(extra)) body.set(name, value);
    const headers = { accept: 'application/json', 'x-csrf-token': form.elements.namedItem('_csrf').value };
    drop.setAttribute('aria-busy', 'true');
    said.textContent = list.dataset.sending.replace('{name}', files.map(({ name }) => name).join(', '));
    if (files.length === 0) said.textContent = '';
    try {
      const response = await fetch(button.formAction, { method: 'POST', body, headers });
      show(await response.json());
      said.textContent = fault.textContent === '' && files.length > 0 ? list.dataset.sent : '';
    } catch {
      fault.textContent = list.dataset.failure;
      said.textContent = '';
    } finally {
      drop.removeAttribute('aria-busy');
    }
  };

  const inTurn = (...given) => {
    drop.setAttribute('aria-busy', 'true');
    form.saving = Promise.resolve(form.saving).then(() => send(...given));
  };

  button.hidden = true;
  input.addEventListener('change', () => {
    const files = [...input.files];
    input.value = '';
    if (files.length > 0) inTurn(files);
  });
  list.addEventListener('click', (event) => {
    const remove = event.target.closest('button[name="remove"]');
    if (remove === null) return;
    event.preventDefault();
    inTurn([], { remove: remove.value });
    input.focus();
  });
};

const shownSize = (bytes) => {
  const units = document.documentElement.lang === 'fr' ? ['octets', 'ko', 'Mo', 'Go'] : ['bytes', 'kB', 'MB', 'GB'];
  const rank = bytes < 1000 ? 0 : Math.min(3, Math.floor(Math.log10(bytes) / 3));
  return `${Math.round(bytes / 1000 ** rank)}\u00a0${units[rank]}`;
};

for (const drop of document.querySelectorAll('[data-drop]')) {
  const input = drop.querySelector('input[type="file"]');
  drop.addEventListener('dragover', (event) => {
    event.preventDefault();
    drop.classList.add('is-over');
  });
  drop.addEventListener('dragleave', () => drop.classList.remove('is-over'));
  drop.addEventListener('drop', (event) => {
    event.preventDefault();
    drop.classList.remove('is-over');
    input.files = event.dataTransfer.files;
    input.dispatchEvent(new Event('change'));
  });
  setUpTransfer(drop);
}

document.documentElement.classList.add('scripted');

for (const button of document.querySelectorAll('button[data-copy]')) {
  if (navigator.clipboard === undefined) continue;
  button.hidden = false;
  button.addEventListener('click', async () => {
    await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).value);
    button.closest('.field').querySelector('[data-copied]').textContent = button.dataset.done;
  });
}
