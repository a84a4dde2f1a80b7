import { type Privilege, privileges, privilegeWords } from '../services/privileges.ts';
import { checkbox, type Field, shortText } from '../web/fields.ts';
import { person } from '../web/person-fields.ts';
import { withRule } from './service-fields.ts';

const privilegeFields = Object.fromEntries(
  privileges.map((name) => [name, checkbox(privilegeWords[name])]),
) as unknown as Record<Privilege, Field<boolean>>;

export const availabilityFields = {
  available: checkbox('disponible', { help: 'Indisponible, il ne reçoit plus de ticket par assignation.' }),
  rate: withRule(
    shortText('Taux de disponibilité', { help: 'De 0 à 100 ; à 0, il est écarté du tirage et du tour de rôle.' }),
    (text) => /^\d{1,3}$/.test(text) && Number(text) <= 100,
    'Indiquez un nombre de 0 à 100.',
  ),
};

/** What can be set of a manager, each under its own name. */
export const managerFields = { ...privilegeFields, ...availabilityFields };
export type ManagerSetting = keyof typeof managerFields;

export const newManagerFields = {
  who: person('Identifiant ou adresse électronique', { required: 'Indiquez une personne.' }),
};

/** Asked only of who takes the last « gestionnaire des gestionnaires » away. */
export const lastOneFields = {
  lastOne: checkbox('Je confirme : seul un administrateur pourra encore gérer les gestionnaires de ce service'),
};
