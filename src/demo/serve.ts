import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Express } from 'express';

export interface Served {
  /** On the loopback interface, without a slash at the end. */
  url: string;
  close: () => Promise<void>;
}

/** Serves on the loopback interface only: what belongs to the demonstration is nobody else's. Port 0: any free one. */
export async function serve(app: Express, port: number): Promise<Served> {
  const server = createServer(app).listen(port, '127.0.0.1');
  await once(server, 'listening');
  const close = async () => {
    const closed = once(server, 'close');
    server.close();
    server.closeAllConnections();
    await closed;
  };
  return { url: `http://localhost:${(server.address() as AddressInfo).port}`, close };
}
