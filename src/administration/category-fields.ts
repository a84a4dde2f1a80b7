import { checkbox, shortText } from '../web/fields.ts';
import { serviceFields } from './service-fields.ts';

const {
  label,
  longLabel,
  hidden,
  hiddenFromExternals,
  help: _,
  enabled: _enabled,
  spentTimeRequired: _spent,
  anonymous: _anonymous,
  confidentialAllowed: _confidential,
  interService: _interService,
  filter: _filter,
  inventoryUrl: _inventory,
  redirectsTo: _redirection,
  ...shared
} = serviceFields;

/** The properties of a category, each under the name of its column; where it goes elsewhere is set apart. */
export const categoryFields = {
  label: { ...label, help: 'Court : dans les listes et les courriels.' },
  longLabel,
  help: shortText('Aide', { max: 1000, help: 'Affichée sous le nom de la catégorie, à la création d’un ticket.' }),
  acceptsTickets: checkbox('Accepter des tickets', { initial: true }),
  hidden,
  hiddenFromExternals,
  ...shared,
  confidential: checkbox('Catégorie confidentielle'),
  inheritsMembers: checkbox('Hériter les membres', { initial: true }),
  inheritsMonitoring: checkbox('Hériter la surveillance additionnelle', { initial: true }),
};
