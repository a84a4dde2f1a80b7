/** What anyone may write about any ticket. */
export const thanks = [
  'Parfait, merci beaucoup !',
  'Tout est en ordre, merci pour votre aide.',
  'Merci, c’est réglé.',
  'Merci pour la rapidité de la réponse.',
];

export const reminders = [
  'Bonjour, avez-vous des nouvelles de ma demande ?',
  'Je me permets de vous relancer, la date approche.',
  'Le problème est toujours là ce matin.',
  'Je précise : plusieurs personnes de mon groupe sont dans le même cas.',
  'J’ai oublié de le dire : je suis joignable tous les jours jusqu’à 17 h.',
];

export const progress = [
  'Nous avons bien vu votre demande et nous nous en occupons dans la journée.',
  'Une vérification est en cours, je reviens vers vous demain.',
  'C’est transmis à la personne compétente ; nous attendons son retour.',
  'Je fais le point avec mes collègues et vous réponds d’ici demain.',
];

export const notes = [
  'Vu par téléphone avec la personne, elle est disponible le matin.',
  'Même demande le mois dernier, voir la réponse donnée alors.',
  'À traiter avant la réunion de lundi.',
  'Je prends la suite si besoin, j’ai déjà eu le cas.',
  'En attente du prestataire, relance prévue.',
];

export const handOvers = [
  'Tu connais mieux ce dossier, merci de le prendre.',
  'Pour équilibrer la charge de la semaine.',
  'Comme convenu ce matin.',
];

export const releases = [
  'Je suis en congé à partir de demain, je laisse le ticket à l’équipe.',
  'Ce n’est finalement pas de mon ressort au sein du service.',
];

export const misfiled = [
  'Cette demande relève de votre service.',
  'Je vous transmets ce ticket, que nous ne pouvons pas traiter.',
  'Mauvaise catégorie au départ : bonne suite.',
];

export const questions = [
  'Pouvez-vous préciser votre demande : depuis quand, et dans quelles circonstances ?',
  'Il nous manque un élément pour avancer : un document ou une copie d’écran pourrait-il être joint ?',
  'À quel moment êtes-vous joignable par téléphone pour en parler ?',
];

export const answers = [
  'Voici les précisions demandées : c’est arrivé en début de semaine, et plusieurs fois depuis.',
  'Je suis joignable ce midi ou après 16 h.',
];

export const contests = [
  'Le problème est revenu dès le lendemain.',
  'Ce n’est réglé qu’en partie, il reste une erreur.',
  'Je ne vois aucun changement de mon côté.',
];

export const cancellations = [
  'J’ai trouvé la solution entre-temps, merci.',
  'Demande faite en double, vous pouvez l’oublier.',
  'Ce n’est plus nécessaire, la date est passée.',
  'Un collègue a trouvé la solution.',
];

export const refusals = [
  'Votre demande fait double emploi avec un ticket déjà en cours, dans lequel nous vous répondons.',
  'Il manque trop d’éléments pour traiter cette demande. Merci de la refaire avec les précisions vues au téléphone.',
];

export const postponements = [
  'En attente d’une livraison.',
  'À reprendre après la fermeture de l’établissement.',
  'Nous reprendrons ce point à la prochaine période de maintenance.',
  'Reporté d’un commun accord.',
];

export const reopenings = ['Le même problème est réapparu.', 'Un point n’avait pas été traité, merci de le reprendre.'];

export const ownEnds = ['C’est réglé de mon côté, merci.', 'Finalement tout est rentré dans l’ordre.'];

/** Subjects that say nothing, which managers put right. */
export const vague = ['Problème', 'Demande', 'URGENT', 'Question', 'Ça ne marche pas'];

/** After a refused closure. */
export const resolutions = [
  'Vous aviez raison, il restait un point. Il est réglé et nous l’avons vérifié.',
  'Après une seconde vérification, tout est maintenant en ordre.',
  'La cause était double, la seconde est corrigée à son tour. Merci de l’avoir signalé.',
];
