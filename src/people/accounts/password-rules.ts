/** Words that passwords are made of before anything else is tried, in French and in English. */
const common =
  `password motdepasse azerty azertyuiop qwerty qwertyuiop qwertz qsdfghjklm asdfghjkl wxcvbn zxcvbnm iloveyou jetaime
  bonjour soleil doudou chouchou loulou chocolat princess princesse dragon monkey football baseball superman batman
  starwars pokemon marseille toulouse paris france welcome bienvenue letmein master admin administrateur administrator
  root login user utilisateur secret sunshine shadow michael jordan nicolas camille thomas julien caroline charlotte
  universite university etudiant student assistance helpdesk changeme change changezmoi default test testtest computer
  ordinateur internet windows linux trustno correcthorsebatterystaple ilovefrance vivelafrance noel printemps ete
  automne hiver janvier fevrier septembre octobre novembre decembre summer winter abcdefghijkl abcdefgh abcd`.split(
    /\s+/,
  );
const known = new Set(common);

const shortest = 12;
const longest = 200;

const plain = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
const masks: Record<string, string> = { '@': 'a', 4: 'a', 0: 'o', 1: 'i', 3: 'e', $: 's', 5: 's', '!': 'i', 7: 't' };
const unmasked = (text: string) => text.replace(/[@4013$5!7]/g, (sign) => masks[sign] ?? sign);
/** Without the digits and signs that people put around a word to satisfy a rule. */
const stems = (password: string) => {
  const text = plain(password);
  const bare = (word: string) => word.replace(/[^a-z]/g, '');
  const trimmed = text.replace(/^[^a-z]+|[^a-z]+$/g, '');
  return [bare(text), bare(unmasked(trimmed)), bare(trimmed)];
};

const halved = (word: string) => {
  const half = word.slice(0, word.length / 2);
  return half + half === word ? half : word;
};

const isRun = (text: string) => {
  const codes = [...text].map((letter) => letter.codePointAt(0) ?? 0);
  return codes.slice(1).every((code, place) => Math.abs(code - (codes[place] ?? 0)) <= 1);
};

const isCommon = (password: string) =>
  new Set(plain(password)).size < 5 ||
  isRun(password) ||
  stems(password).some((stem) => stem === '' || known.has(halved(stem)));

const containsMail = (password: string, mail: string) => {
  const [local = '', domain = ''] = plain(mail).split('@');
  return [local, domain.split('.')[0] ?? ''].some((part) => part.length >= 4 && plain(password).includes(part));
};

/** Why this password is not accepted, to be shown beside it; undefined when it is. */
export function passwordFault(password: string, mail: string): string | undefined {
  const length = [...password].length;
  if (length === 0) return 'Ce champ est à remplir.';
  if (length < shortest) return 'Ce mot de passe est trop court : douze caractères au moins.';
  if (length > longest) return 'Ce mot de passe est trop long : deux cents caractères au plus.';
  if (isCommon(password)) return 'Ce mot de passe est de ceux que l’on essaie en premier : choisissez-en un autre.';
  if (containsMail(password, mail)) return 'Ce mot de passe contient votre adresse : choisissez-en un autre.';
  return undefined;
}
