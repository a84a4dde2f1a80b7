/** The address of a service as it is compared, or null if it does not belong to the portal. */
export type Recognise = (service: string) => string | null;

/** Only addresses under the portal: a ticket must not leave for somewhere else. */
export function servicesUnder(publicUrl: string): Recognise {
  const portal = new URL(publicUrl);
  const within = portal.pathname.endsWith('/') ? portal.pathname : `${portal.pathname}/`;
  return (service) => {
    if (!URL.canParse(service)) return null;
    const url = new URL(service);
    url.hash = '';
    const known = url.origin === portal.origin && !url.username && `${url.pathname}/`.startsWith(within);
    return known ? url.href : null;
  };
}

export const withTicket = (service: string, ticket: string) =>
  `${service}${service.includes('?') ? '&' : '?'}ticket=${encodeURIComponent(ticket)}`;
