import { academicYear, day, frenchDay } from './calendar.ts';
import type { Random } from './random.ts';

const rooms = ['B214', 'D112', 'C08', 'A105', 'E301', 'B017', 'F220', 'A312', 'C115', 'D004', 'H210', 'E118'];
const courses = [
  'géomorphologie',
  'droit constitutionnel',
  'statistiques',
  'algorithmique',
  'chimie organique',
  'histoire médiévale',
  'microéconomie',
  'littérature comparée',
  'génétique',
  'linguistique',
  'psychologie sociale',
  'mécanique quantique',
];
const degrees = [
  'L1 Droit',
  'L2 Géographie',
  'L3 Informatique',
  'M1 Biologie',
  'L2 Sociologie',
  'M2 Droit public',
  'L3 Lettres modernes',
  'L1 Psychologie',
  'M1 Économie',
];
const devices = [
  'un téléphone Android',
  'un iPhone',
  'un ordinateur sous Windows 11',
  'un MacBook',
  'un portable sous Ubuntu',
  'une tablette',
];
const software = ['SPSS', 'QGIS', 'MATLAB', 'ArcGIS Pro', 'NVivo', 'Antidote', 'SolidWorks', 'R et RStudio'];
const journals = [
  'Annales de géographie',
  'Revue du droit public',
  'Cahiers de biologie marine',
  'Romantisme',
  'Journal of Marine Ecology',
];
const cities = [
  'Coimbra',
  'Cracovie',
  'Göteborg',
  'Bologne',
  'Séville',
  'Dublin',
  'Montréal',
  'Strasbourg',
  'Besançon',
  'Nîmes',
];
const companies = [
  'Ateliers Mérieux-Blanc',
  'Numéria',
  'Bois & Cie',
  'Laboratoires Tessandier',
  'Éditions du Viaduc',
  'Hydrogéo Conseil',
];
const amounts = ['92,50', '170,00', '243,00', '318,40', '1 250,00', '4 860,00', '56,20'];

const weekday = (from: Date, days: number) => {
  const at = new Date(from.getTime() + days * day);
  return [0, 6].includes(at.getUTCDay()) ? new Date(at.getTime() - 2 * day) : at;
};

/** The values of one ticket filed at `filed`: what is past comes before, the deadlines after. */
export const blanks = (filed: Date, random: Random): Readonly<Record<string, string>> => ({
  salle: random.pick(rooms),
  batiment: random.pick(['A', 'B', 'C', 'D', 'E', 'F', 'H']),
  cours: random.pick(courses),
  formation: random.pick(degrees),
  appareil: random.pick(devices),
  logiciel: random.pick(software),
  revue: random.pick(journals),
  ville: random.pick(cities),
  entreprise: random.pick(companies),
  montant: random.pick(amounts),
  nombre: String(Math.floor(random.between(8, 45))),
  numero: String(Math.floor(random.between(10_000, 99_999))),
  annee: academicYear(filed),
  jour: frenchDay(weekday(filed, -random.between(1, 9))),
  date: frenchDay(weekday(filed, random.between(4, 20))),
});
