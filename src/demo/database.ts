import { setTimeout as sleep } from 'node:timers/promises';
import { type PostgresOptions, type RunningPostgres, startPostgres } from './postgres.ts';
import type { KeptPart } from './processes.ts';

const attempts = 20;

/** After a crash, what is left of the old server may need a moment to go. */
async function startAgain(options: PostgresOptions, left = attempts): Promise<RunningPostgres> {
  try {
    return await startPostgres(options);
  } catch (error) {
    if (left === 0) throw error;
    await sleep(500);
    return startAgain(options, left - 1);
  }
}

/** The embedded PostgreSQL, started again at the same address whenever it ends without being asked. */
export async function keepPostgres(
  options: PostgresOptions,
  tell: (line: string) => void,
): Promise<KeptPart & { url: string }> {
  let stopping = false;
  let server = await startPostgres(options);
  const { url, port } = server;

  const watch = async (): Promise<void> => {
    for (;;) {
      await server.ended;
      if (stopping) return;
      tell('PostgreSQL ended unexpectedly: starting it again');
      server = await startAgain({ ...options, port });
    }
  };

  watch().catch((error: unknown) => tell(`PostgreSQL does not start any more: ${error}`));
  return {
    url,
    stop: async () => {
      stopping = true;
      await server.stop();
    },
  };
}
