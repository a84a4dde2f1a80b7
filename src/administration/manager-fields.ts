import { availabilityFields } from '../services/availability-fields.ts';
import { type Privilege, privileges, privilegeWords } from '../services/privileges.ts';
import { checkbox, type Field } from '../web/fields.ts';
import { person } from '../web/person-fields.ts';

const privilegeFields = Object.fromEntries(
  privileges.map((name) => [name, checkbox(privilegeWords[name])]),
) as unknown as Record<Privilege, Field<boolean>>;

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
