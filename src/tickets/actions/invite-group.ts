import { choice, standsFor } from '../../web/fields.ts';
import { defineAction } from './define.ts';
import { withComment, written } from './fields.ts';
import { invitation } from './invite.ts';

export const inviteGroup = defineAction({
  ...invitation,
  name: 'invite-group',
  label: 'Inviter un groupe de gestionnaires',
  icon: 'people',
  button: 'Inviter le groupe',
  consequence:
    'Tous les gestionnaires du service, ou les membres de la catégorie, liront le ticket et en sont prévenus.',
  offeredWhen: ({ ticket, standing }) => ticket.archivedAt === null && standing.manages,
  fields: { group: standsFor<number[]>('group', choice('Groupe', 'groups')), ...withComment },
  decide: (_, { group, ...input }) => ({
    newGuests: group,
    details: { who: { people: group } },
    ...written(input),
  }),
});
