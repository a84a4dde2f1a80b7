/** Numbers below one, the same at each run. */
function draws(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const usual =
  `bonjour merci salle compte connexion réseau poste ordinateur message imprimante badge accès session étudiant dossier
  inscription adresse logiciel erreur écran licence mot passe courriel fichier serveur service bureau bâtiment réservation
  clé porte code application page examen note emploi temps inscrire vidéoprojecteur prise câble téléphone ligne panne lent
  bloqué impossible ouvrir fermer demander besoin urgent semaine matin cours amphithéâtre bibliothèque livre prêt carte
  photo certificat stage convention bourse logement transport chauffage lumière fuite ascenseur nettoyage clim commande
  devis facture mission frais agent contrat paie congé absence remplacement réunion liste groupe droit partage sauvegarde
  disque virus mise jour installation version site web formulaire enquête annuaire signature agenda invitation plateforme
  dépôt devoir vidéo son micro caméra clavier souris batterie chargeur tablette portable wifi vpn proxy domaine quota`
    .split(/\s+/)
    .filter(Boolean);

const syllables = 'ba cra dé fo gui lan mo nu pré rou si ta vel xo zi chan dri fleu ger lu mar'.split(' ');

/** Words that nobody wrote, for the long tail of a language. */
const invented = (n: number) => {
  let word = '';
  for (let left = n; left > 0; left = Math.floor(left / syllables.length)) word += syllables[left % syllables.length];
  return word;
};

const size = 20_000;
const wordAt = (rank: number) => usual[rank] ?? invented(rank + 400);

/** In the texts of a fifth of all tickets. */
export const commonWord = usual[5] as string;
/** In one text of two hundred or so. */
export const middlingWord = wordAt(600);
/** In two hundred texts and twenty subjects, however many tickets there are. */
export const rareWord = 'hydrophone';
/** A subject that holds the rare word, said wrongly. */
export const mistypedWord = 'hydrofone';

const phrase = (draw: () => number, words: number) =>
  Array.from({ length: words }, () => wordAt(Math.floor(size ** draw()) - 1)).join(' ');

/** Pieces of sentences whose words are as unevenly spread as those of a language (the n-th is n times rarer than the first). */
export function phrases(count: number, words: number): string[] {
  const draw = draws(words);
  return Array.from({ length: count }, () => phrase(draw, words));
}

const capital = (word: string) => word.charAt(0).toUpperCase() + word.slice(1);
const first =
  'Éloïse Marc Zoé Paul Inès Jean Anaïs Hugo Léa Noé Awa Yanis Chloé Louis Maëlle Karim Manon Théo Ines Omar'.split(
    ' ',
  );

/** Display names, few of them alike. */
export function names(count: number): string[] {
  const draw = draws(7);
  const family = () => capital(invented(500 + Math.floor(3000 * draw())));
  return Array.from({ length: count }, () => `${first[Math.floor(first.length * draw())]} ${family()}`);
}
