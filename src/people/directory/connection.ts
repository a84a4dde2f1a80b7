import net from 'node:net';
import tls from 'node:tls';
import { AdminLimitExceededError, Client, type SearchOptions, TimeLimitExceededError } from 'ldapts';
import type { DirectorySettings } from './settings.ts';

/** The directory does not answer. Whoever asked goes on without it. */
export class DirectoryDown extends Error {
  override name = 'DirectoryDown';
}

/** The directory gave up: too many people would answer. */
export class TooBroad extends Error {
  override name = 'TooBroad';
}

export type Entry = Record<string, string | string[] | Buffer | Buffer[]>;

export interface Connection {
  /** The entries that match; fewer when the size limit is reached. */
  search(baseDn: string, options: SearchOptions): Promise<Entry[]>;
  /** The server that answered last, null when none does. */
  server(): Promise<string | null>;
}

const connectMs = 1500;
/** After a failure, nobody waits for the directory during this time. */
const restMs = 20_000;

type Settings = Pick<DirectorySettings, 'urls' | 'startTls' | 'ca' | 'bind' | 'timeLimitSeconds'>;

/** A directory does not keep the process alive. */
const idle = <S extends net.Socket>(socket: S): S => socket.unref() as S;

/** ldapts would connect again by itself, without TLS nor name: a connection that ends is not reused. */
const onlyOnce = (connect: typeof net.connect): typeof net.connect => {
  let used = false;
  return ((...args: Parameters<typeof net.connect>) => {
    if (used) throw new DirectoryDown('The connection has ended');
    used = true;
    return idle(connect(...args));
  }) as typeof net.connect;
};

async function open(url: string, { startTls, ca, bind, timeLimitSeconds }: Settings): Promise<Client> {
  const tlsOptions: tls.ConnectionOptions = { servername: new URL(url).hostname, ...(ca === null ? {} : { ca }) };
  if (net.isIP(tlsOptions.servername ?? '') !== 0) delete tlsOptions.servername;
  const client = new Client({
    url,
    // for ldapts, these options alone mean TLS from the first byte
    ...(url.startsWith('ldaps:') ? { tlsOptions } : {}),
    connectTimeout: connectMs,
    timeout: timeLimitSeconds * 1000 + 500,
    createConnection: onlyOnce(net.connect),
    createSecureConnection: onlyOnce(tls.connect as typeof net.connect) as unknown as typeof tls.connect,
  });
  try {
    if (startTls && url.startsWith('ldap:')) await client.startTLS({ host: new URL(url).hostname, ...tlsOptions });
    // an anonymous bind connects too: a server that refuses is known now
    await client.bind(bind?.dn ?? '', bind?.password ?? '');
    return client;
  } catch (error) {
    client.unbind().catch(() => undefined);
    throw error;
  }
}

/**
 * One connection to the first server that answers, kept while it lasts. When none answers, `DirectoryDown` is thrown at
 * once for a while: a person who waits for a form must not wait for a dead server.
 */
export function keepConnection(settings: Settings, report: (error: unknown, url: string) => void): Connection {
  let current: Promise<{ client: Client; url: string }> | null = null;
  let restUntil = 0;

  const connect = async (): Promise<{ client: Client; url: string }> => {
    for (const url of settings.urls) {
      try {
        return { client: await open(url, settings), url };
      } catch (error) {
        report(error, url);
      }
    }
    throw new DirectoryDown('No server of the directory answers');
  };

  const connected = async () => {
    const known = await current?.catch(() => null);
    if (known?.client.isConnected) return known;
    current = connect();
    return current;
  };

  const attempt = async (baseDn: string, options: SearchOptions): Promise<Entry[]> => {
    const { client, url } = await connected();
    try {
      const timeLimit = settings.timeLimitSeconds;
      const { searchEntries } = await client.search(baseDn, { timeLimit, ...options });
      return searchEntries as Entry[];
    } catch (error) {
      if (error instanceof TimeLimitExceededError || error instanceof AdminLimitExceededError) throw new TooBroad();
      report(error, url);
      throw error;
    }
  };

  const isFinal = (error: unknown) => error instanceof DirectoryDown || error instanceof TooBroad;

  return {
    server: async () => (await current?.catch(() => null))?.url ?? null,
    search: async (baseDn, options) => {
      if (Date.now() < restUntil) throw new DirectoryDown('The directory did not answer a moment ago');
      try {
        // a connection that was lost meanwhile costs a second try, elsewhere if need be
        return await attempt(baseDn, options).catch((error) => {
          if (isFinal(error)) throw error;
          current = null;
          return attempt(baseDn, options);
        });
      } catch (error) {
        if (error instanceof TooBroad) throw error;
        current = null;
        restUntil = Date.now() + restMs;
        throw new DirectoryDown('The directory does not answer', { cause: error });
      }
    },
  };
}
