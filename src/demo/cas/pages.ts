import { html, layout, when } from '../html.ts';
import { abilities, type DemoPerson } from '../people.ts';

export interface LoginPage {
  people: readonly DemoPerson[];
  filter: string;
  /** Empty: signing in to CAS alone. */
  service: string;
  renew: boolean;
}

const plain = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

const matching = ({ people, filter }: LoginPage) => {
  const wanted = plain(filter).split(/\s+/).filter(Boolean);
  const described = (person: DemoPerson) =>
    plain(`${person.login} ${person.displayName} ${person.mail ?? ''} ${abilities(person)}`);
  return people.filter((person) => wanted.every((word) => described(person).includes(word)));
};

const passedOn = ({ service, renew }: LoginPage) => [
  when(service, html`<input type="hidden" name="service" value="${service}">`),
  when(renew, html`<input type="hidden" name="renew" value="true">`),
];

const card = (person: DemoPerson) => html`
<li><button name="username" value="${person.login}">
<strong>${person.displayName}</strong>
<small>${person.login}</small>
<small>${abilities(person)}</small>
</button></li>`;

export function loginPage(page: LoginPage): string {
  const people = matching(page);
  return layout(
    'Connexion – CAS de démonstration',
    html`
<header><p class="faint">CAS de démonstration</p><h1>Qui êtes-vous ?</h1></header>
<main>
<p>Aucun mot de passe : choisissez une personne de l’université de démonstration.</p>
<form class="filter" method="get" action="/login">
${passedOn(page)}
<label>Filtrer par nom, identifiant ou service
<input type="search" name="filter" value="${page.filter}" autocomplete="off"></label>
<button>Filtrer</button>
</form>
<p role="status" class="faint">${people.length} ${people.length > 1 ? 'personnes' : 'personne'}</p>
<form method="post" action="/login">
${passedOn(page)}
<ul class="cards">${people.map(card)}</ul>
</form>
</main>`,
  );
}

const shortPage = (title: string, text: string) =>
  layout(
    `${title} – CAS de démonstration`,
    html`<header><p class="faint">CAS de démonstration</p><h1>${title}</h1></header><main><p>${text}</p></main>`,
  );

export const signedInPage = (login: string) =>
  shortPage('Vous êtes connecté', `Le serveur d’authentification vous connaît comme « ${login} ».`);

export const signedOutPage = () => shortPage('Vous êtes déconnecté', 'Vous pouvez fermer cette fenêtre.');

export const refusedPage = () =>
  shortPage('Application non autorisée', 'L’application qui demande votre connexion n’est pas connue de ce serveur.');

export const unknownPersonPage = () =>
  shortPage('Personne inconnue', 'Cette personne n’existe pas dans l’université de démonstration.');
