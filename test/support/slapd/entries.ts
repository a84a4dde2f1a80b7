/** Somebody of the test directory; what is not said is made up. */
export interface PersonEntry {
  uid: string;
  name: string;
  mail?: string;
  others?: Readonly<Record<string, string | readonly string[]>>;
}

export const suffix = 'dc=univ,dc=example';
export const peopleDn = `ou=people,${suffix}`;
export const structuresDn = `ou=structures,${suffix}`;
export const reader = { dn: `cn=guichet,${suffix}`, password: 'lecture' };

const plain = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '');
const base64 = (text: string) => Buffer.from(text).toString('base64');
const line = (name: string, value: string) => `${name}:: ${base64(value)}`;

const entry = (dn: string, attributes: Readonly<Record<string, string | readonly string[]>>) =>
  [
    line('dn', dn),
    ...Object.entries(attributes).flatMap(([name, values]) =>
      [values].flat().map((value) => line(name, value as string)),
    ),
    '',
  ].join('\n');

const person = ({ uid, name, mail = `${uid}@univ.example`, others = {} }: PersonEntry) => {
  const [givenName = name, ...rest] = name.split(' ');
  return entry(`uid=${uid},${peopleDn}`, {
    objectClass: ['inetOrgPerson', 'supannPerson'],
    uid,
    cn: plain(name),
    sn: rest.join(' ') || name,
    givenName,
    displayName: name,
    mail,
    eduPersonPrimaryAffiliation: 'student',
    eduPersonAffiliation: ['student', 'member'],
    supannEntiteAffectationPrincipale: 'UFR-SHS',
    ...others,
  });
};

const structure = (code: string, label: string) =>
  entry(`ou=${code},${structuresDn}`, {
    objectClass: ['organizationalUnit', 'supannEntite'],
    ou: code,
    supannCodeEntite: code,
    description: label,
  });

const firstNames = ['Adèle', 'Bruno', 'Chloé', 'Dorian', 'Éva', 'François', 'Gaëlle', 'Hugo', 'Inès', 'Jérôme'];
const syllables = ['bar', 'del', 'mon', 'ric', 'vau', 'pel', 'lan', 'gui', 'tor', 'sau'];

/** A crowd of names that nobody looks for, except « Crowd ». */
const crowd = (count: number): PersonEntry[] =>
  Array.from({ length: count }, (_, rank) => {
    const name = [rank, Math.trunc(rank / 10), Math.trunc(rank / 100)].map((part) => syllables[part % 10]).join('');
    const first = firstNames[rank % firstNames.length] ?? 'Zoé';
    return { uid: `etu${rank}`, name: `${first} ${name[0]?.toUpperCase()}${name.slice(1)} Foule` };
  });

/** The whole directory as LDIF. */
export const ldif = (people: readonly PersonEntry[], crowdSize: number) =>
  [
    entry(suffix, { objectClass: ['dcObject', 'organization'], dc: 'univ', o: 'Université' }),
    entry(peopleDn, { objectClass: 'organizationalUnit', ou: 'people' }),
    entry(structuresDn, { objectClass: 'organizationalUnit', ou: 'structures' }),
    entry(reader.dn, {
      objectClass: ['organizationalRole', 'simpleSecurityObject'],
      cn: 'guichet',
      userPassword: reader.password,
    }),
    structure('UFR-SHS', 'UFR Sciences humaines et sociales'),
    structure('DNUM', 'Direction du numérique'),
    ...people.map(person),
    ...crowd(crowdSize).map(person),
  ].join('\n');
