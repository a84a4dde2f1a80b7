import { html, layout, when } from '../html.ts';
import type { Mail, Summary } from './store.ts';

const date = new Intl.DateTimeFormat('fr-FR', { dateStyle: 'full', timeStyle: 'medium', timeZone: 'Europe/Paris' });

const shown = (at: string) => html`<time datetime="${at}">${date.format(new Date(at))}</time>`;

const line = ({ id, at, from, to, subject }: Summary) => html`
<li><a href="/messages/${id}"><strong>${subject}</strong>
<small>À ${to.join(', ')} · de ${from}</small>
<small>${shown(at)}</small></a></li>`;

const nothing = (to: string) =>
  html`<p>${to === '' ? 'Aucun courriel pour l’instant.' : `Aucun courriel pour « ${to} ».`}</p>`;

/** The newest mails, all recipients or those that match `to`. */
export const listPage = (mails: readonly Summary[], to: string) =>
  layout(
    'Courriels – démonstration',
    html`
<header><p class="faint">Démonstration : aucun courriel ne part d’ici</p><h1>Courriels envoyés</h1></header>
<main>
<form class="filter" method="get" action="/">
<label>Destinataire
<input type="search" name="to" value="${to}" autocomplete="off"></label>
<button>Filtrer</button>
</form>
${mails.length === 0 ? nothing(to) : html`<ul class="mails">${mails.map(line)}</ul>`}
</main>`,
  );

export const sandbox = 'allow-popups allow-top-navigation-by-user-activation allow-popups-to-escape-sandbox';

const frame = ({ id }: Mail) => html`
<h2>Message</h2>
<iframe src="/messages/${id}/html" title="Contenu du courriel" sandbox="${sandbox}"></iframe>`;

const headerLine = ({ name, value }: { name: string; value: string }) => html`<dt>${name}</dt><dd>${value}</dd>`;

export const mailPage = (mail: Mail) =>
  layout(
    `${mail.subject} – courriels de la démonstration`,
    html`
<header><p><a href="/">Tous les courriels</a></p><h1>${mail.subject}</h1></header>
<main>
<dl>
<dt>De</dt><dd>${mail.from}</dd>
<dt>À</dt><dd>${mail.to.join(', ')}</dd>
<dt>Reçu</dt><dd>${shown(mail.at)}</dd>
${when(mail.attachments.length > 0, html`<dt>Fichiers</dt><dd>${mail.attachments.join(', ')}</dd>`)}
</dl>
${when(mail.html, frame(mail))}
<h2>Version texte</h2>
<pre>${mail.text}</pre>
<details><summary>En-têtes</summary><dl>${mail.headers.map(headerLine)}</dl></details>
<p><a href="/messages/${mail.id}/source">Source du courriel</a></p>
</main>`,
  );

export const missingPage = () =>
  layout(
    'Courriel introuvable',
    html`<header><h1>Courriel introuvable</h1></header><main><p><a href="/">Tous les courriels</a></p></main>`,
  );
