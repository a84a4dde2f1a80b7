// The list of tickets, fetched again now and then. It follows list.js in the same file.

const tools = document.querySelector('[data-list-tools]');

// what changed, fetched without moving anything under the eyes or the hand

const rowId = (row) =>
  row.querySelector('input[name="ticket"]')?.value ?? row.querySelector('.c-id')?.textContent ?? '';
const trace = (row) => row.classList.contains('unread') + row.innerHTML.replace(/ open=""/g, '');

const restoreFocus = (old, row) => {
  const focusables = 'a, button, input, summary';
  const place = [...old.querySelectorAll(focusables)].indexOf(document.activeElement);
  return () => place >= 0 && row.querySelectorAll(focusables)[place]?.focus({ preventScroll: true });
};

/** The rows of the page as they are now: those that did not change stay the very same elements. */
const mergeRows = (body, fresh) => {
  const known = new Map([...body.rows].map((row) => [rowId(row), row]));
  let added = 0;
  let place = null;
  for (const next of [...fresh.rows]) {
    const row = known.get(rowId(next));
    known.delete(rowId(next));
    let kept = row;
    if (row === undefined || trace(row) !== trace(next)) {
      kept = document.adoptNode(next);
      added += row === undefined ? 1 : 0;
      if (row === undefined) kept.classList.add('is-new');
    }
    const focus = row !== undefined && row !== kept ? restoreFocus(row, kept) : null;
    if (row !== undefined && row !== kept) row.replaceWith(kept);
    const after = place === null ? body.rows[0] : place.nextElementSibling;
    // moving an element takes the focus from what it holds
    const held = kept.contains(document.activeElement) ? document.activeElement : null;
    if (after !== kept) body.insertBefore(kept, after ?? null);
    focus?.();
    if (held !== null && document.activeElement !== held) held.focus({ preventScroll: true });
    place = kept;
  }
  for (const row of known.values()) if (!row.contains(document.activeElement)) row.remove();
  return added;
};

/** What is at the top of the window stays there, unless the top of the list is in view. */
const keepInPlace = (body, change) => {
  const first = [...body.rows].find((row) => row.getBoundingClientRect().bottom > 0);
  const scrolled = body.getBoundingClientRect().top < 0;
  const before = first?.getBoundingClientRect().top ?? 0;
  change();
  if (scrolled && first?.isConnected) window.scrollBy(0, first.getBoundingClientRect().top - before);
};

const refreshTexts = (fresh) => {
  for (const selector of ['.tabs .count', '.pager > [role="status"]']) {
    const now = fresh.querySelectorAll(selector);
    document.querySelectorAll(selector).forEach((element, rank) => {
      const text = now[rank]?.textContent;
      if (text !== undefined && text !== element.textContent) element.textContent = text;
    });
  }
};

const tell = (text) => {
  tools.querySelector('[data-told]').textContent = text;
};

let refreshing = false;
let dueAt = Number.POSITIVE_INFINITY;
let minutes = Number(tools?.dataset.refresh ?? 0);
let refreshedAt = new Date();
let failed = false;

const hour = (date) =>
  new Intl.DateTimeFormat(document.documentElement.lang, { hour: '2-digit', minute: '2-digit' }).format(date);

const remaining = () => {
  const seconds = Math.max(0, Math.round((dueAt - Date.now()) / 1000));
  return seconds >= 60 ? `${Math.ceil(seconds / 60)}\u00a0min` : `${Math.ceil(seconds / 5) * 5}\u00a0s`;
};

const busy = () =>
  chosen().length > 0 ||
  document.querySelector('main details.menu[open], dialog[open]') !== null ||
  document.activeElement?.closest('.filters') != null;

const showClock = () => {
  const { at, next, paused, expired } = tools.dataset;
  const coming = minutes === 0 ? '' : busy() ? paused : next.replace('{in}', remaining());
  const text = failed ? expired : `${at.replace('{at}', hour(refreshedAt))} ${coming}`.trim();
  const clock = tools.querySelector('[data-clock]');
  if (clock.textContent !== text) clock.textContent = text;
};

const schedule = () => {
  dueAt = minutes === 0 ? Number.POSITIVE_INFINITY : Date.now() + minutes * 60_000;
};

const show = (fresh) => {
  const [body, next] = [document, fresh].map((page) => page.querySelector('form[data-list] tbody'));
  if (body === null || next === null) {
    // from nothing to something, or the contrary: there is no row to keep
    if (body !== next) window.location.reload();
    return 0;
  }
  let added = 0;
  keepInPlace(body, () => {
    for (const row of body.querySelectorAll('.is-new')) row.classList.remove('is-new');
    added = mergeRows(body, next);
  });
  refreshTexts(fresh);
  showChoice();
  return added;
};

const refresh = async ({ asked = false } = {}) => {
  if (refreshing) return;
  refreshing = true;
  try {
    const response = await fetch(window.location.href, { headers: { accept: 'text/html' }, redirect: 'manual' });
    if (!response.ok) throw new Error(String(response.status));
    const fresh = new DOMParser().parseFromString(await response.text(), 'text/html');
    const added = show(fresh);
    refreshedAt = new Date();
    failed = false;
    const { oneNew, manyNew, nothingNew } = tools.dataset;
    if (added > 0) tell(countWords({ none: '', one: oneNew, many: manyNew }, added));
    else if (asked) tell(nothingNew);
  } catch {
    failed = true;
  } finally {
    refreshing = false;
    schedule();
    showClock();
  }
};

const tick = () => {
  if (!document.hidden && !busy() && Date.now() >= dueAt) void refresh();
  showClock();
};

if (tools !== null) {
  tools.hidden = false;
  const select = tools.querySelector('select');
  const form = tools.querySelector('form');
  select?.addEventListener('change', () => {
    minutes = Number(select.value);
    schedule();
    showClock();
    fetch(form.action, { method: 'POST', body: new URLSearchParams(new FormData(form)), redirect: 'manual' }).catch(
      () => {},
    );
  });
  form?.addEventListener('submit', (event) => {
    event.preventDefault();
    void refresh({ asked: true });
  });
  schedule();
  showClock();
  setInterval(tick, 1000);
  document.addEventListener('visibilitychange', tick);
}
