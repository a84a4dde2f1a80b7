import { fileURLToPath } from 'node:url';
import { connect, type Db } from '../db/connection.ts';

interface Part {
  close: () => Promise<void>;
}

export const isEntry = (moduleUrl: string) => process.argv[1] === fileURLToPath(moduleUrl);

/** Runs a demonstration part as a process of its own: until a signal, or the end of the process that started it. */
export async function runAlone(start: () => Promise<Part>): Promise<void> {
  const part = await start();
  const stop = () => {
    setTimeout(() => process.exit(1), 5000).unref();
    void part.close().finally(() => process.exit(0));
  };
  process.once('SIGTERM', stop).once('SIGINT', stop);
  if (process.connected) process.once('disconnect', stop);
  process.send?.('ready');
}

export function fromEnvironment(name: string): string {
  const value = process.env[name];
  if (value) return value;
  console.error(`${name} is missing: this part is started by npm start.`);
  process.exit(1);
}

export const databaseFromEnvironment = (): Db => connect(fromEnvironment('DATABASE_URL'), 3);
