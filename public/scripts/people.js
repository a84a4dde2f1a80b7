// The fields that name people: a list opens while one types (combobox of ARIA 1.2), those chosen become chips.
// The form still sends one text, as without this file: identifiers and addresses separated by commas.

const words = JSON.parse(document.currentScript.dataset.words);
const separators = /[,;\s]+/;
const countText = ({ none, one, many }, count) => (count === 0 ? none : count === 1 ? one : many.replace('{n}', count));

const made = (tag, attributes = {}, text = '') => {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.textContent = text;
  return element;
};

const optionsIn = (part) =>
  [...(part?.querySelectorAll('input') ?? [])].map((input) => {
    const [name, hint] = input.labels[0].querySelectorAll('span');
    return { value: input.value, label: name.textContent, hint: hint?.textContent ?? '', checked: input.checked };
  });

const search = async (text, signal) => {
  const address = `/people/search?${new URLSearchParams({ q: text })}`;
  const response = await fetch(address, { headers: { accept: 'application/json' }, signal });
  if (!response.ok) throw new Error(String(response.status));
  return response.json();
};

const setUp = (field) => {
  const several = field.dataset.people === 'several';
  const names = JSON.parse(field.dataset.names);
  const original = field.querySelector('textarea, input[type="text"]');
  const line = field.querySelector('.people__line');
  const found = optionsIn(field.querySelector(':scope > .people__found'));
  const recent = optionsIn(field.querySelector('.people__recent')).map((option) => ({ ...option, checked: false }));
  const { id, name, form } = original;

  const kept = made('input', { type: 'hidden', name });
  const chips = made('ul', { class: 'people__chips', 'aria-label': words.chosen });
  const input = made('input', {
    type: 'text',
    class: 'form-control',
    id,
    role: 'combobox',
    autocomplete: 'off',
    spellcheck: 'false',
    'aria-autocomplete': 'list',
    'aria-expanded': 'false',
    'aria-controls': `${id}-list`,
  });
  for (const attribute of ['aria-invalid', 'aria-describedby']) {
    if (original.hasAttribute(attribute)) input.setAttribute(attribute, original.getAttribute(attribute));
  }
  const list = made('ul', { class: 'people__list', id: `${id}-list`, role: 'listbox', 'aria-label': words.results });
  const said = made('p', { class: 'people__note', role: 'status' });
  list.hidden = true;

  let chosen = [];
  let shown = [];
  let active = -1;
  let waiting;
  let asking;

  const keep = () => {
    const typed = input.value.trim();
    kept.value = [...chosen.map((one) => one.value), ...(typed === '' ? [] : [typed])].join(', ');
    input.required = original.required && chosen.length === 0;
    input.hidden = !several && chosen.length > 0;
    kept.dispatchEvent(new Event('change', { bubbles: true }));
  };

  const chip = (one) => {
    const item = made('li', { class: 'people__chip' });
    const remove = made('button', { type: 'button', 'aria-label': `${words.remove} ${one.label}` }, '×');
    remove.addEventListener('click', () => {
      chosen = chosen.filter((other) => other !== one);
      draw();
      input.focus();
    });
    item.append(made('span', { title: one.value }, one.label), remove);
    return item;
  };

  const draw = () => {
    chips.replaceChildren(...chosen.map(chip));
    keep();
  };

  const close = () => {
    list.hidden = true;
    active = -1;
    input.setAttribute('aria-expanded', 'false');
    input.removeAttribute('aria-activedescendant');
  };

  const point = (rank) => {
    active = rank;
    for (const [index, option] of [...list.children].entries())
      option.setAttribute('aria-selected', String(index === rank));
    const option = list.children[rank];
    if (option === undefined) return input.removeAttribute('aria-activedescendant');
    input.setAttribute('aria-activedescendant', option.id);
    option.scrollIntoView({ block: 'nearest' });
  };

  const add = (one) => {
    if (!several) chosen = [];
    if (!chosen.some(({ value }) => value.toLowerCase() === one.value.toLowerCase())) chosen.push(one);
  };

  const choose = (rank) => {
    const one = shown[rank];
    if (one === undefined) return;
    add(one);
    input.value = '';
    said.textContent = '';
    close();
    draw();
    if (several) input.focus();
    else chips.querySelector('button').focus();
  };

  const open = (people) => {
    shown = people.filter(({ value }) => !chosen.some((one) => one.value === value));
    list.replaceChildren(
      ...shown.map((one, rank) => {
        const option = made('li', { class: 'people__option', role: 'option', id: `${id}-option-${rank}` }, one.label);
        option.setAttribute('aria-selected', 'false');
        option.append(made('span', {}, one.hint));
        option.addEventListener('mousedown', (event) => event.preventDefault());
        option.addEventListener('click', () => choose(rank));
        return option;
      }),
    );
    if (shown.length === 0) return close();
    list.hidden = false;
    active = -1;
    input.removeAttribute('aria-activedescendant');
    input.setAttribute('aria-expanded', 'true');
  };

  const look = async (text) => {
    asking?.abort();
    asking = new AbortController();
    try {
      const { people, note } = await search(text, asking.signal);
      open(people);
      said.textContent = [people.length === 0 ? '' : countText(words.found, shown.length), note ?? ''].join(' ').trim();
    } catch (error) {
      if (error.name === 'AbortError') return;
      close();
      said.textContent = words.failure;
    }
  };

  const openRecent = () => {
    list.setAttribute('aria-label', words.recent);
    open(recent);
  };

  /** What was typed in full is kept as it is: the server says what it stands for. */
  const settle = (text) => {
    for (const one of text.split(separators).filter(Boolean))
      add({ value: one, label: names[one.toLowerCase()] ?? one });
    input.value = '';
    close();
    draw();
    if (input.hidden) chips.querySelector('button').focus();
  };

  input.addEventListener('input', () => {
    clearTimeout(waiting);
    asking?.abort();
    const text = input.value;
    // a list that is pasted or ended by a separator; a name of several words goes on being looked for
    if (several && /[,;\n]/.test(text)) return settle(text);
    keep();
    said.textContent = '';
    list.setAttribute('aria-label', words.results);
    if (text.trim() === '') return openRecent();
    close();
    if (text.trim().length >= 3) waiting = setTimeout(() => look(text.trim()), 250);
  });

  const keys = {
    ArrowDown: () => (list.hidden ? input.value.trim() === '' && openRecent() : point((active + 1) % shown.length)),
    ArrowUp: () => !list.hidden && point((active <= 0 ? shown.length : active) - 1),
    Home: () => !list.hidden && active >= 0 && point(0),
    End: () => !list.hidden && active >= 0 && point(shown.length - 1),
    Escape: () => {
      if (list.hidden) input.value = '';
      close();
      keep();
    },
  };

  input.addEventListener('keydown', (event) => {
    if (event.isComposing) return;
    if (event.key === 'Enter' && (!list.hidden || input.value.trim() !== '')) {
      event.preventDefault();
      if (active >= 0) return choose(active);
      // an identifier or an address; a name waits for its list
      if (shown.length === 1 && !list.hidden) return choose(0);
      if (!/\s/.test(input.value.trim())) settle(input.value);
      return;
    }
    if (event.key === 'Backspace' && input.value === '' && chosen.length > 0) {
      chosen.pop();
      return draw();
    }
    const act = keys[event.key];
    if (act === undefined || (['Home', 'End'].includes(event.key) && active < 0)) return;
    event.preventDefault();
    act();
  });

  input.addEventListener('focus', () => {
    if (input.value === '' && recent.length > 0) openRecent();
  });
  input.addEventListener('blur', close);

  chosen = found.filter(({ checked }) => checked);
  const typed = several ? original.value.split(separators).filter(Boolean) : [original.value.trim()].filter(Boolean);
  for (const one of typed) add({ value: one, label: names[one.toLowerCase()] ?? one });

  const box = made('div', { class: 'people__box' });
  box.append(chips, input, list);
  // « Rechercher » too: it would be what the key Enter presses
  line.remove();
  for (const part of field.querySelectorAll('.people__found, .people__recent, .people__note, input[name$=".searched"]'))
    part.remove();
  field.prepend(box, said, kept);
  form?.addEventListener('reset', () => draw());
  draw();
};

for (const field of document.querySelectorAll('[data-people]:not([data-ready])')) {
  field.dataset.ready = '';
  setUp(field);
}
