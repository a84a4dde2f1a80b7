/** The privileges of a manager of a service, with the exact words of the guides. */
export const privilegeWords = {
  'manage-properties': 'peut modifier les propriétés du service',
  'manage-managers': 'peut gérer les gestionnaires',
  'manage-categories': 'peut gérer les catégories',
  'manage-faq': 'peut gérer les FAQs',
  'refuse-ticket': 'peut refuser un ticket',
  'take-free-ticket': 'peut prendre en charge un ticket libre',
  'take-handled-ticket': 'peut prendre en charge un ticket d’un autre gestionnaire',
  'assign-ticket': 'peut assigner un ticket libre à un autre gestionnaire',
  'transfer-to-other-service': 'peut transférer un ticket à un autre service',
  'reopen-any-ticket': 'peut ré-ouvrir n’importe quel ticket',
  'set-own-availability': 'peut définir sa disponibilité',
} as const;

export type Privilege = keyof typeof privilegeWords;
export const privileges = Object.keys(privilegeWords) as Privilege[];

/** What a new manager may do until somebody says otherwise. */
export const newManagerPrivileges: readonly Privilege[] = privileges.filter(
  (name) => !['manage-properties', 'manage-managers', 'set-own-availability'].includes(name),
);
