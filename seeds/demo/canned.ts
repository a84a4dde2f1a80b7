import type { Transaction } from '../../src/db/connection.ts';
import type { World } from './world.ts';

interface Response {
  of: { service: string } | { person: string } | 'all';
  title: string;
  html: string;
}

const responses: readonly Response[] = [
  {
    of: 'all',
    title: 'Accusé de réception',
    html: '<p>Bonjour,</p><p>Votre demande n°{{numéro}} est bien arrivée. Nous revenons vers vous dès que possible.</p><p>{{signature}}</p>',
  },
  {
    of: 'all',
    title: 'Relance sans réponse',
    html: '<p>Bonjour {{propriétaire}},</p><p>Sans nouvelle de votre part d’ici une semaine, nous considérerons que votre demande n°{{numéro}} est réglée. Vous pourrez toujours la ré-ouvrir.</p><p>{{signature}}</p>',
  },
  {
    of: { service: 'dnum' },
    title: 'Oublier puis rejoindre eduroam',
    html: '<p>Bonjour {{propriétaire}},</p><p>Pouvez-vous :</p><ol><li>oublier le réseau eduroam dans les réglages de votre appareil ;</li><li>le rejoindre avec votre identifiant suivi de @univ-vaucanson.fr ;</li><li>nous donner l’heure de l’essai, s’il échoue ?</li></ol><p>{{signature}}</p>',
  },
  {
    of: { service: 'dnum' },
    title: 'Mot de passe : réinitialisation au guichet',
    html: '<p>Bonjour,</p><p>Pour votre sécurité, votre mot de passe ne peut pas être envoyé par courriel. Présentez-vous au guichet du bâtiment A avec votre carte d’étudiant ou professionnelle.</p><p>{{gestionnaire}}</p>',
  },
  {
    of: { person: 'nlefevre' },
    title: 'Rappel par téléphone',
    html: '<p>Bonjour {{propriétaire}},</p><p>À quel numéro et à quelle heure puis-je vous appeler ?</p><p>{{signature}}</p>',
  },
];

/** « Réponses enregistrées » of everyone, of the DNUM and of one of its managers. */
export async function insertCannedResponses(trx: Transaction, { categories, person, now }: World): Promise<void> {
  const serviceId = (key: string) => categories.find(({ service }) => service.key === key)?.service.id ?? null;
  await trx('cannedResponses').insert(
    responses.map(({ of, title, html }, position) => ({
      personId: of !== 'all' && 'person' in of ? person(of.person).id : null,
      serviceId: of !== 'all' && 'service' in of ? serviceId(of.service) : null,
      title,
      messageHtml: html,
      position,
      createdAt: now,
      updatedAt: now,
    })),
  );
}
