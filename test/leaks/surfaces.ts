/** A ticket of the scene, with the ids of one of its entries and of one of its files that only managers read. */
export interface Probed {
  id: number;
  entry: number;
  file: string;
}

export interface Surface {
  name: string;
  /** As it is registered: every route of a ticket has a surface here, or the test says so. */
  route: string;
  method?: 'post';
  address(ticket: Probed): string;
  /** What this surface must show of all that its reader may read. */
  shows?: readonly ('subject' | 'text' | 'file')[];
}

const tab = (name: string, shows: Surface['shows'] = []): Surface => ({
  name,
  route: `/tickets/:id/${name}`,
  address: ({ id }) => `/tickets/${id}/${name}`,
  shows,
});

const action = (name: string, on: (ticket: Probed) => string = () => ''): Surface => ({
  name: `the form « ${name} »`,
  route: '/tickets/:id/actions/:action',
  address: (ticket) => `/tickets/${ticket.id}/actions/${name}${on(ticket)}`,
});

const sent = (name: string): Surface => ({ ...action(name), name: `« ${name} » sent too late`, method: 'post' });

const draft = (name: string): Surface => ({
  name: `the draft of « ${name} »`,
  route: '/tickets/:id/actions/:action/draft',
  address: ({ id }) => `/tickets/${id}/actions/${name}/draft`,
});

const onEntry = ({ entry }: Probed) => `?on=${entry}`;
const onFile = ({ file }: Probed) => `?on=${file}`;

/** EVERY ADDRESS THAT SHOWS SOMETHING OF A TICKET. A new one takes one line; the probes do the rest. */
export const surfaces: readonly Surface[] = [
  { name: 'page', route: '/tickets/:id', address: ({ id }) => `/tickets/${id}`, shows: ['subject', 'text', 'file'] },
  { name: 'page, oldest first', route: '/tickets/:id', address: ({ id }) => `/tickets/${id}?order=oldest` },
  { name: 'direct access', route: '/tickets/go', address: ({ id }) => `/tickets/go?number=${id}`, shows: ['subject'] },
  tab('properties', ['subject']),
  tab('files', ['file']),
  tab('print', ['subject', 'text', 'file']),
  tab('guests'),
  tab('watch'),
  tab('owner-tickets'),
  tab('next'),
  tab('previous'),
  tab('next-unread'),
  tab('previous-unread'),
  { ...tab('unread'), method: 'post' },
  { ...tab('read'), method: 'post' },
  action('comment'),
  action('remove-guest'),
  action('assign'),
  action('unknown'),
  action('edit-comment', onEntry),
  action('change-entry-audience', onEntry),
  action('change-file-audience', onFile),
  action('delete-file', onFile),
  tab('readers'),
  {
    name: 'a canned response',
    route: '/tickets/:id/canned-responses/:response',
    address: ({ id }) => `/tickets/${id}/canned-responses/1`,
  },
  { ...tab('presence'), method: 'post' },
  draft('comment'),
  draft('unknown'),
  { ...draft('comment'), method: 'post' },
  sent('comment'),
  sent('take-charge'),
  { ...sent('unknown'), name: 'an unknown action sent' },
];

/** Those of the scene, which begin at 500001. */
const numbers = Array.from({ length: 9 }, (_, rank) => 500_001 + rank).join('-');

const everySubject = '/tickets?mode=mine&state=all&involvement=all';

/** Where the subject alone of a ticket may be shown. */
export const showsSubjects = (address: string) => /mode=mine&.*involvement=all/.test(address);

/** Pages about several tickets that take a query; those without one are found by themselves. */
export const lists: readonly string[] = [
  '/',
  '/tickets?mode=mine&state=open',
  '/tickets?mode=mine&state=all',
  '/tickets?mode=managed&state=open',
  '/tickets?mode=managed&state=closed',
  '/tickets?mode=managed&state=all',
  '/tickets?mode=managed&state=all&involvement=all',
  '/tickets?mode=managed&state=archived',
  '/tickets?mode=managed&state=all&involvement=managed-or-invited',
  '/tickets?mode=managed&state=all&involvement=all&sort=owner,-handler&columns=id,subject,owner,handler,service,origin',
  '/tickets?mode=managed&state=all&involvement=all&category=member&size=10&after=1-9999999999999999-999999999',
  '/tickets?mode=managed&state=all&involvement=all&sort=owner&before=3-1-1',
  '/tickets?mode=mine&state=all&involvement=watched',
  '/tickets?mode=mine&state=all&involvement=invited&sort=-owner',
  everySubject,
  `${everySubject}&sort=owner,handler`,
  '/tickets?mode=mine&state=archived&involvement=all',
  '/tickets/views/new?mode=managed&involvement=all&state=all',
  '/mails',
  '/journal?size=40',
  '/journal?kind=comment&size=40',
  '/bookmarks',
  '/tickets.csv?mode=managed&state=all&involvement=all',
  '/tickets.csv?mode=mine&state=all&involvement=all',
  ...['take-charge', 'close', 'transfer', 'bookmark'].map((name) => `/tickets/bulk?action=${name}&tickets=${numbers}`),
];
