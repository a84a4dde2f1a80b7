/** The forms of actions of the former application; each opens ours. */
const actions: Record<string, string> = {
  ticketTake: 'take-charge',
  ticketTakeAndClose: 'take-charge-and-close',
  ticketTakeAndRequestInformation: 'take-charge-and-request-information',
  ticketClose: 'close',
  ticketFree: 'release',
  ticketRequestInformation: 'request-information',
  ticketGiveInformation: 'comment',
  ticketReopen: 'reopen',
  ticketRefuse: 'refuse',
  ticketApproveClosure: 'approve-closure',
  ticketRefuseClosure: 'refuse-closure',
  ticketAssign: 'assign',
  ticketPostpone: 'postpone',
};

/** Its pages without arguments. What a link of a mail would have switched there is only shown: a link changes nothing. */
const pages: Record<string, string> = {
  welcome: '/',
  about: '/help',
  preferences: '/preferences',
  managerPreferences: '/preferences/manager',
  changePassword: '/preferences/account',
  controlPanel: '/tickets',
  departments: '/services',
  administrators: '/administration/administrators',
  journal: '/journal',
  bookmarks: '/bookmarks',
  responses: '/canned-responses',
};

/** Where an address of the former application leads. */
export type Destination =
  | { kind: 'path'; path: string }
  | { kind: 'ticket'; id: number; action: string | null }
  | { kind: 'service'; legacyId: number }
  | { kind: 'new-ticket'; service: number | null; category: number | null; filter: number | null }
  | { kind: 'unknown' };

const number = (args: URLSearchParams, name: string): number | null => {
  const digits = /^\d{1,15}$/.exec(args.get(name) ?? '');
  return digits === null ? null : Number(digits[0]);
};

const words = (text: string | null) => (text ?? '').replaceAll('"', ' ').split(/\s+/).filter(Boolean);

const criterion = (name: string, value: string | null) =>
  words(value).length === 0 ? [] : [`${name}:"${words(value).join(' ')}"`];

const kinds: readonly [RegExp, string][] = [
  [/archiv/i, 'archivés:oui'],
  [/open|active/i, 'statut:ouverts'],
  [/clos/i, 'statut:clos'],
];

/** The same search, as one would type it here. */
function searchPath(args: URLSearchParams): string {
  const said = (name: string) => args.get(name);
  const expression = words(said('exprTokens'));
  const typed = [
    ...words(said('tokens')),
    ...(expression.length === 0 ? [] : [`"${expression.join(' ')}"`]),
    words(said('orTokens')).join(' OR '),
    ...words(said('notTokens')).map((word) => `-${word}`),
    ...criterion('gestionnaire', said('searchManagerId')),
    ...criterion('de', said('searchOwnerId')),
    ...kinds.filter(([pattern]) => pattern.test(said('searchType') ?? '')).map(([, kind]) => kind),
  ].filter((part) => part !== '');
  return typed.length === 0 ? '/search' : `/search?${new URLSearchParams({ q: typed.join(' ') })}`;
}

/** Some portals pass the arguments of the page inside one of their own. */
export const argumentsIn = (query: string): URLSearchParams => {
  const own = new URLSearchParams(query);
  return own.has('page') ? own : new URLSearchParams(own.get('args') ?? own.get('uP_args') ?? '');
};

/** What an address of the former application asked for, by its query; null when it asks for no page. */
export function destinationOf(args: URLSearchParams): Destination | null {
  const page = args.get('page');
  if (page === null) return null;
  const path = Object.hasOwn(pages, page) ? pages[page] : undefined;
  if (path !== undefined) return { kind: 'path', path };
  if (page === 'search') return { kind: 'path', path: searchPath(args) };
  const id = number(args, 'ticketId');
  const action = Object.hasOwn(actions, page) ? (actions[page] ?? null) : null;
  if (id !== null && (action !== null || page === 'ticketView')) return { kind: 'ticket', id, action };
  const service = number(args, 'departmentId');
  if (page === 'viewDepartment' && service !== null) return { kind: 'service', legacyId: service };
  if (page === 'addTicket')
    return {
      kind: 'new-ticket',
      service,
      category: number(args, 'categoryId'),
      filter: number(args, 'categoryIdFilter'),
    };
  return { kind: 'unknown' };
}
