import { logoutRequest } from './xml.ts';

/** Tells each service that a session has ended. A service that does not answer keeps nobody waiting. */
export async function tellServices(granted: readonly { ticket: string; service: string }[], at: Date): Promise<void> {
  await Promise.allSettled(
    granted.map(({ ticket, service }) =>
      fetch(service, {
        method: 'POST',
        body: new URLSearchParams({ logoutRequest: logoutRequest(ticket, at) }),
        redirect: 'manual',
        signal: AbortSignal.timeout(3000),
      }),
    ),
  );
}
