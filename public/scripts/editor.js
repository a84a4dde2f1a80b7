// Turns each textarea[data-rich] into an editor. Without this file the textarea is used as it is.

const words = {
  fr: {
    toolbar: 'Mise en forme',
    bold: 'Gras',
    italic: 'Italique',
    underline: 'Souligné',
    bullet: 'Liste à puces',
    number: 'Liste numérotée',
    quote: 'Citation',
    href: 'Lien',
    source: 'Source',
    address: 'Adresse du lien',
    link: 'Lier',
    unlink: 'Délier',
  },
  en: {
    toolbar: 'Formatting',
    bold: 'Bold',
    italic: 'Italic',
    underline: 'Underline',
    bullet: 'Bulleted list',
    number: 'Numbered list',
    quote: 'Quotation',
    href: 'Link',
    source: 'Source',
    address: 'Address of the link',
    link: 'Link',
    unlink: 'Unlink',
  },
}[document.documentElement.lang === 'en' ? 'en' : 'fr'];

const sprite = document.querySelector('svg use').getAttribute('href').split('#')[0];
const picture = (name) => `<svg class="bi" aria-hidden="true"><use href="${sprite}#${name}"/></svg>`;

const tools = [
  [
    { attribute: 'bold', icon: 'type-bold', key: 'b' },
    { attribute: 'italic', icon: 'type-italic', key: 'i' },
    { attribute: 'underline', icon: 'type-underline', key: 'u' },
  ],
  [
    { attribute: 'bullet', icon: 'list-ul' },
    { attribute: 'number', icon: 'list-ol' },
    { attribute: 'quote', icon: 'quote' },
    { attribute: 'href', icon: 'link-45deg', key: 'k', action: 'link' },
  ],
];

const toolButton = ({ attribute, icon, key, action }) =>
  `<button type="button" tabindex="-1" data-trix-attribute="${attribute}" aria-pressed="false" aria-label="${words[attribute]}" title="${words[attribute]}"${key ? ` data-trix-key="${key}"` : ''}${action ? ` data-trix-action="${action}"` : ''}>${picture(icon)}</button>`;

const toolbarHtml = () => `
  <div class="editor__bar" role="toolbar" aria-label="${words.toolbar}">
    ${tools.map((group) => group.map(toolButton).join('')).join('<span class="gap"></span>')}
    <span class="gap"></span><button type="button" tabindex="-1" data-source aria-pressed="false">${words.source}</button>
  </div>
  <div class="editor__dialogs" data-trix-dialogs>
    <div class="editor__dialog" data-trix-dialog="href" data-trix-dialog-attribute="href">
      <input class="form-control form-control-sm" type="url" name="href" aria-label="${words.address}" placeholder="https://" required disabled data-trix-validate-href data-trix-input>
      <button type="button" class="btn btn-sm btn-plain" data-trix-method="setAttribute">${words.link}</button>
      <button type="button" class="btn btn-sm btn-ghost" data-trix-method="removeAttribute">${words.unlink}</button>
    </div>
  </div>`;

document.addEventListener('trix-before-initialize', () => {
  window.Trix.config.textAttributes.underline = { tagName: 'u', inheritable: true };
  window.Trix.config.toolbar.getDefaultHTML = toolbarHtml;
});

/** One stop of the tab key for the toolbar, then the arrows. */
const moveWithArrows = (bar) => {
  const buttons = [...bar.querySelectorAll('button')];
  buttons[0].tabIndex = 0;
  bar.addEventListener('keydown', (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    const at = buttons.indexOf(document.activeElement);
    if (step === undefined || at < 0) return;
    event.preventDefault();
    const next = buttons[(at + step + buttons.length) % buttons.length];
    for (const button of buttons) button.tabIndex = button === next ? 0 : -1;
    next.focus();
  });
};

const showPressed = (bar) => {
  for (const button of bar.querySelectorAll('[data-trix-attribute]')) {
    button.setAttribute('aria-pressed', String(button.classList.contains('trix-active')));
  }
};

/** « Source » shows the textarea itself: what is written there comes back into the editor. */
const setUpSource = (button, textarea, editor) => {
  const toggle = () => {
    const toSource = textarea.hidden;
    if (!toSource) editor.editor.loadHTML(textarea.value);
    textarea.hidden = !toSource;
    editor.hidden = toSource;
    button.setAttribute('aria-pressed', String(toSource));
    (toSource ? textarea : editor).focus();
  };
  button.addEventListener('click', toggle);
};

const name = (editor, textarea) => {
  const label = document.querySelector(`label[for="${CSS.escape(textarea.id)}"]`);
  label.id ||= `${textarea.id}-label`;
  editor.setAttribute('aria-labelledby', label.id);
  editor.setAttribute('role', 'textbox');
  editor.setAttribute('aria-multiline', 'true');
  for (const state of ['aria-describedby', 'aria-invalid']) {
    if (textarea.hasAttribute(state)) editor.setAttribute(state, textarea.getAttribute(state));
  }
  if (textarea.required) editor.setAttribute('aria-required', 'true');
  label.addEventListener('click', () => (textarea.hidden ? editor : textarea).focus());
};

/** Trix draws what was typed one frame later, and takes the focus to do it: it is drawn before somebody goes elsewhere. */
const drawBeforeLeaving = (editor) => {
  const draw = () => document.activeElement === editor && editor.editorController.render();
  editor.addEventListener('keydown', (event) => event.key === 'Tab' && draw());
  document.addEventListener('pointerdown', draw, { capture: true });
};

/** At one stroke: a letter typed in between would go to neither. */
const upgrade = (textarea) => {
  // what was typed before the editor came is not rich text: it stays where it is, and is sent as it is
  if (textarea.value !== textarea.defaultValue && !/<[a-z][^>]*>/i.test(textarea.value)) return;
  const focused = document.activeElement === textarea;
  const editor = document.createElement('trix-editor');
  editor.className = 'editor__area rich';
  editor.setAttribute('input', textarea.id);
  name(editor, textarea);
  // hidden and required, it could not be sent nor complained about: the server says what is missing
  textarea.required = false;
  textarea.before(editor);
  textarea.hidden = true;
  if (focused) editor.focus();
  // « Précédent » puts back in the textarea what was typed once the editor has begun without it
  const begun = textarea.value;
  window.addEventListener('pageshow', ({ persisted }) => {
    if (!persisted && textarea.value !== begun && editor.innerText.trim() === '')
      editor.editor.loadHTML(textarea.value);
  });
  drawBeforeLeaving(editor);
  const bar = editor.toolbarElement.querySelector('.editor__bar');
  moveWithArrows(bar);
  setUpSource(bar.querySelector('[data-source]'), textarea, editor);
  // the links of the summary of errors lead to the field; followed as they are, to the hidden textarea, they lead nowhere
  for (const link of document.querySelectorAll(`a[href="#${CSS.escape(textarea.id)}"]`)) {
    link.addEventListener('click', (event) => {
      event.preventDefault();
      (textarea.hidden ? editor : textarea).focus();
    });
  }
  for (const change of ['trix-selection-change', 'trix-change', 'trix-focus', 'trix-blur']) {
    editor.addEventListener(change, () => requestAnimationFrame(() => showPressed(editor.toolbarElement)));
  }
};

// until Trix has defined it, an editor cannot be written in
customElements.whenDefined('trix-editor').then(() => document.querySelectorAll('textarea[data-rich]').forEach(upgrade));
