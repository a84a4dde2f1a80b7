import { type Db, rows } from '../../../db/connection.ts';
import type { Person } from '../../../people/person.ts';
import { choice, type Option, shortText } from '../../../web/fields.ts';
import type { Translate } from '../../../web/words.ts';
import type { ViewInput } from './saved-views.ts';

const forMyself = 'mine';

export const viewFields = {
  name: shortText('Nom de la vue', { required: 'Donnez un nom à cette vue.', max: 60 }),
  shared: choice('Pour qui', 'shared', {
    required: true,
    initial: forMyself,
    help: 'Partagée, elle est proposée aux gestionnaires du service, qui peuvent aussi la renommer ou la supprimer. Chacun n’y trouve que ce qu’il peut voir.',
  }),
};

/** For oneself, or inside a service that one manages; what shows one's own tickets is of use to oneself only. */
export async function sharingChoices(db: Db, person: Person, t: Translate): Promise<{ shared: Option[] }> {
  const services = await rows<{ id: number; label: string }>(
    db,
    `select s.id, s.label from services s join service_managers m on m.service_id = s.id
     where m.person_id = :person order by s.label`,
    { person: person.id },
  );
  const shared = services.map(({ id, label }) => ({
    value: String(id),
    label: t('Les gestionnaires de {{service}}', { service: label }),
  }));
  return { shared: [{ value: forMyself, label: t('Moi seulement') }, ...shared] };
}

export const viewInput = ({ name, shared }: { name: string; shared: string }): ViewInput => ({
  name,
  serviceId: shared === forMyself ? null : Number(shared),
});

export const sharedValue = ({ serviceId }: Pick<ViewInput, 'serviceId'>) =>
  serviceId === null ? forMyself : String(serviceId);
