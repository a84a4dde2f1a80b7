import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { errorCode, StartFailure } from './failure.ts';

async function probe(port: number, host: string): Promise<number> {
  const server = createServer().listen({ port, host, exclusive: true });
  await once(server, 'listening');
  const { port: given } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return given;
}

/** A port of the loopback interface that nobody listens on. */
export const freePort = () => probe(0, '127.0.0.1');

const isBusy = (error: unknown) => errorCode(error) === 'EADDRINUSE';

/** A program that listens on ::1 alone would get those who type "localhost". */
const probeBoth = async (port: number, host: string) => {
  await probe(port, host);
  await probe(port, '::1').catch((error: unknown) => {
    if (isBusy(error)) throw error;
  });
};

/** Tells, before anything heavy starts, that the port cannot be had. An interrupted run may take a moment to leave it. */
export async function requirePort(port: number, host: string, attempts = 4): Promise<void> {
  try {
    await probeBoth(port, host);
  } catch (error) {
    const example = `for instance PORT=${port < 1024 ? 3000 : port + 100} npm start`;
    if (!isBusy(error))
      throw new StartFailure(
        `Cannot listen on ${host}, port ${port} (${errorCode(error)}): choose another, ${example}`,
      );
    if (attempts <= 1)
      throw new StartFailure(
        `Port ${port} is already in use: stop the program that holds it, or choose another, ${example}`,
      );
    await sleep(400);
    await requirePort(port, host, attempts - 1);
  }
}

/** The wanted port if it is free, else any. */
export async function portLike(wanted: number): Promise<number> {
  if (wanted > 65_535) return freePort();
  return probe(wanted, '127.0.0.1').catch(freePort);
}
