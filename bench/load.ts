import { Agent, type IncomingHttpHeaders, request } from 'node:http';
import type { SignedIn } from './sessions.ts';

export interface Call {
  path: string;
  as?: SignedIn;
  /** Fields of a form, sent as a browser sends one that accepts files. */
  form?: Record<string, string>;
  /** A page that answers by a redirection. */
  leadsElsewhere?: boolean;
}

export interface Answer {
  status: number;
  headers: IncomingHttpHeaders;
  body: Buffer;
  milliseconds: number;
}

const boundary = '----guichet-bench';

const multipart = (form: Record<string, string>) =>
  `${Object.entries(form)
    .map(([name, value]) => `--${boundary}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`)
    .join('')}--${boundary}--\r\n`;

const headersOf = ({ as, form }: Call, encoding: string) => ({
  'accept-encoding': encoding,
  'accept-language': 'fr',
  accept: 'text/html',
  'x-forwarded-proto': 'https',
  ...(as === undefined ? {} : { cookie: as.cookie }),
  ...(form === undefined ? {} : { 'content-type': `multipart/form-data; boundary=${boundary}` }),
});

/** One request, its body read to the end. */
export const send = (port: number, call: Call, encoding = 'identity', agent?: Agent) =>
  new Promise<Answer>((resolve, reject) => {
    const start = performance.now();
    const { path, as, form } = call;
    const options = {
      ...(agent === undefined ? {} : { agent }),
      port,
      path,
      host: '127.0.0.1',
      method: form ? 'POST' : 'GET',
      headers: headersOf(call, encoding),
    };
    const sent = request(options, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          body: Buffer.concat(chunks),
          milliseconds: performance.now() - start,
        }),
      );
    });
    sent.on('error', reject);
    sent.end(form === undefined ? undefined : multipart({ ...(as ? { _csrf: as.token } : {}), ...form }));
  });

/** A page is answered, a form is followed by a redirection: anything else would make the figures lie. */
export function assertAnswered({ path, form, leadsElsewhere }: Call, { status, headers, body }: Answer): void {
  const leads = status === 303 && !headers.location?.includes('sign-in');
  if (form === undefined && !leadsElsewhere ? status === 200 : leads) return;
  throw new Error(
    `${form ? 'POST' : 'GET'} ${path} answered ${status} ${headers.location ?? ''}\n${body.subarray(0, 2000)}`,
  );
}

export interface Drive {
  /** Milliseconds of each call. */
  spent: number[];
  perSecond: number;
  /** Of all the bodies. */
  bytes: number;
}

/** Sends these calls, so many at a time. */
export async function drive(
  port: number,
  calls: readonly Call[],
  concurrency: number,
  encoding?: string,
): Promise<Drive> {
  const left = calls.values();
  const spent: number[] = [];
  let bytes = 0;
  // its own connections: the server closes those that waited since the last time
  const agent = new Agent({ keepAlive: true, maxSockets: concurrency });
  const lane = async () => {
    for (const call of left) {
      const answer = await send(port, call, encoding, agent);
      assertAnswered(call, answer);
      spent.push(answer.milliseconds);
      bytes += answer.body.length;
    }
  };
  const start = performance.now();
  await Promise.all(Array.from({ length: concurrency }, lane)).finally(() => agent.destroy());
  return { spent, perSecond: (calls.length * 1000) / (performance.now() - start), bytes };
}
