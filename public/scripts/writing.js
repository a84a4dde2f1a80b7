// What accompanies who writes: drafts, readers, canned responses, files pasted or dropped, who else is there.

const richIn = (form) => ({
  textarea: form.querySelector('textarea[data-rich]'),
  editor: form.querySelector('trix-editor'),
});

const askJson = async (address, options = {}) => {
  const response = await fetch(address, { ...options, headers: { accept: 'application/json', ...options.headers } });
  return { response, answer: await response.json().catch(() => ({})) };
};

const tokenOf = (form) => ({ 'x-csrf-token': form.elements.namedItem('_csrf').value });

/** What is typed leaves for the server a moment after, one saving at a time. */
const keepDraft = (form) => {
  const state = form.querySelector('[data-draft-state]');
  const keepButton = form.querySelector('[data-keep]');
  let timer;
  let sent = false;

  const told = ({ response, answer }) => {
    if (response.ok) {
      for (const name of ['batch', 'revision']) {
        if (answer[name] !== undefined) form.elements.namedItem(name).value = answer[name];
      }
      const time = new Date().toLocaleTimeString(document.documentElement.lang, { hour: '2-digit', minute: '2-digit' });
      return form.dataset.saved.replace('{time}', time);
    }
    if ([401, 403].includes(response.status)) return form.dataset.expired;
    return answer.error ?? form.dataset.unsaved;
  };

  const save = async (keepalive) => {
    if (sent) return;
    const body = new FormData(form);
    body.delete('files');
    try {
      state.textContent = told(
        await askJson(form.dataset.draft, { method: 'POST', body, keepalive, headers: tokenOf(form) }),
      );
    } catch {
      state.textContent = form.dataset.unsaved;
    }
  };

  const flush = (keepalive = false) => {
    clearTimeout(timer);
    timer = undefined;
    form.saving = Promise.resolve(form.saving).then(() => save(keepalive));
    return form.saving;
  };

  const later = () => {
    form.dataset.typedAt = Date.now();
    clearTimeout(timer);
    timer = setTimeout(flush, 1200);
  };

  form.addEventListener('input', later);
  form.addEventListener('change', (event) => {
    if (event.target.type !== 'file' && event.target.name !== 'canned') later();
  });
  // the editor also changes by itself, as it starts
  form.addEventListener('trix-change', (event) => {
    if (event.target.contains(document.activeElement) || form.contains(document.activeElement)) later();
  });
  form.addEventListener('submit', () => {
    sent = true;
    clearTimeout(timer);
  });
  window.addEventListener('pageshow', () => {
    sent = false;
  });
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'hidden' && timer !== undefined) flush(true);
  });
  keepButton.addEventListener('click', (event) => {
    event.preventDefault();
    flush();
  });
};

const showReaders = (form, place) => {
  const sentence = place.querySelector('[data-sentence]');
  const warning = place.querySelector('[data-warning]');
  form.addEventListener('change', async (event) => {
    const { by } = place.dataset;
    if (event.target.name !== by) return;
    // each choice may say it already
    if (place.dataset.readers === '') {
      const said = document.getElementById(event.target.getAttribute('aria-describedby'));
      sentence.textContent = said === null ? '' : said.textContent;
      return;
    }
    const { value } = event.target;
    const { response, answer } = await askJson(`${place.dataset.readers}?${new URLSearchParams({ [by]: value })}`);
    if (!response.ok || form.elements.namedItem(by).value !== value) return;
    sentence.textContent = answer.sentence;
    warning.textContent = answer.warning;
    warning.parentElement.hidden = answer.warning === '';
  });
};

/** At the cursor, in the editor or in its source. */
const insert = (form, html) => {
  const { textarea, editor } = richIn(form);
  if (editor !== null && !editor.hidden) {
    editor.editor.insertHTML(html);
    editor.focus();
  } else {
    textarea.setRangeText(html, textarea.selectionStart, textarea.selectionEnd, 'end');
    textarea.focus();
    textarea.dispatchEvent(new Event('input', { bubbles: true }));
  }
};

const insertCanned = (form, place) => {
  const fault = place.querySelector('[data-fault]');
  place.querySelector('button').addEventListener('click', async (event) => {
    event.preventDefault();
    const { value } = place.querySelector('select');
    if (value === '') return;
    fault.textContent = '';
    try {
      const { response, answer } = await askJson(`${place.dataset.canned}/${value}`);
      if (!response.ok) throw new Error(String(response.status));
      insert(form, answer.html);
    } catch {
      fault.textContent = place.dataset.failure;
    }
  });
};

/** A sign every half minute while the page is in view; the line changes only when there is news. */
const giveSigns = (form, place) => {
  const sign = async () => {
    if (document.visibilityState !== 'visible') return;
    const writing = Date.now() - Number(form.dataset.typedAt ?? 0) < 60_000 ? '1' : '';
    const body = new URLSearchParams({ writing });
    try {
      const { response, answer } = await askJson(place.dataset.presence, {
        method: 'POST',
        body,
        headers: tokenOf(form),
      });
      if (response.ok && place.textContent !== answer.said) place.textContent = answer.said;
    } catch {
      // the next sign will say
    }
  };
  void sign();
  setInterval(sign, 30_000);
  document.addEventListener('visibilitychange', sign);
  form.addEventListener('trix-focus', sign);
};

const stamp = () => new Date().toISOString().slice(0, 19).replace('T', '-').replaceAll(':', '');

// what the clipboard holds has no name of its own
const named = (file) =>
  /^image\.\w+$/.test(file.name)
    ? new File([file], `capture-${stamp()}.${file.name.split('.').pop()}`, { type: file.type })
    : file;

/** Files given to a form, by the same road as those that are chosen. */
const attach = (form, files) => {
  const input = form.querySelector('[data-drop] input[type="file"]');
  if (input === null) return;
  const given = new DataTransfer();
  for (const file of [...input.files, ...files]) given.items.add(named(file));
  input.files = given.files;
  input.dispatchEvent(new Event('change'));
};

// files are attached to the ticket, not to its text
document.addEventListener('trix-file-accept', (event) => {
  event.preventDefault();
  const form = event.target.closest('form');
  if (form !== null) attach(form, [event.file]);
});

const takeDropped = (form) => {
  const holdsFiles = (event) => [...(event.dataTransfer?.types ?? [])].includes('Files');
  form.addEventListener('dragover', (event) => {
    if (holdsFiles(event)) event.preventDefault();
  });
  form.addEventListener('drop', (event) => {
    if (event.defaultPrevented || !holdsFiles(event) || event.target.closest('trix-editor')) return;
    event.preventDefault();
    attach(form, event.dataTransfer.files);
  });
};

// on a page that is read before it is answered, the editor comes for who turns to the form, or had begun to write
for (const place of document.querySelectorAll('[data-editor]')) {
  const textarea = document.querySelector('textarea[data-rich]');
  const bring = () => {
    if (place.dataset.brought !== undefined) return;
    place.dataset.brought = '';
    const script = document.createElement('script');
    script.src = place.dataset.editor;
    document.head.append(script);
  };
  for (const sign of ['pointerover', 'focusin']) textarea.form.addEventListener(sign, bring, { once: true });
  // a draft, or what « Précédent » puts back
  const bringToText = () => {
    if (textarea.value !== '') bring();
  };
  bringToText();
  window.addEventListener('pageshow', bringToText);
}

const isWritten = document.querySelector('textarea[data-rich]') !== null;

for (const form of isWritten ? document.querySelectorAll('form[data-draft], form:has(textarea[data-rich])') : []) {
  const part = (name) => form.querySelector(`[data-${name}]`);
  if (form.dataset.draft !== undefined) keepDraft(form);
  if (part('readers')) showReaders(form, part('readers'));
  if (part('canned')) insertCanned(form, part('canned'));
  if (part('presence')) giveSigns(form, part('presence'));
  takeDropped(form);
}
