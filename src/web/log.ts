import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { RequestHandler } from 'express';
import { type Logger, pino } from 'pino';
import { pinoHttp } from 'pino-http';

const hidden = ['req.headers.cookie', 'req.headers.authorization', 'req.headers.referer', 'res.headers["set-cookie"]'];

export const createLogger = (level: string): Logger => pino({ level, redact: { paths: hidden, censor: '…' } });

/** A service ticket opens a session, and a link in a mail may carry a key: neither belongs in a log. */
const withoutSecrets = (url: string) => url.replace(/([?&](?:ticket|token|key|code|pgtIou|pgtId)=)[^&#]*/gi, '$1…');

const givenId = (header: string | string[] | undefined) =>
  typeof header === 'string' && /^[\w-]{8,64}$/.test(header) ? header : undefined;

function requestId(req: IncomingMessage, res: ServerResponse): string {
  const id = givenId(req.headers['x-request-id']) ?? randomUUID();
  res.setHeader('X-Request-Id', id);
  return id;
}

const levelOf = (_req: IncomingMessage, res: ServerResponse, error: Error | undefined) => {
  if (error || res.statusCode >= 500) return 'error';
  return res.statusCode === 429 ? 'warn' : 'info';
};

const isQuiet = ({ url = '' }: IncomingMessage) => url.startsWith('/health/') || url.startsWith('/assets/');

interface LoggedRequest {
  id: string;
  method: string;
  url: string;
}

/** One line per request, with an id that the answer carries too. */
export const requestLog = (log: Logger): RequestHandler =>
  pinoHttp({
    logger: log,
    genReqId: requestId,
    customLogLevel: levelOf,
    autoLogging: { ignore: isQuiet },
    serializers: {
      req: ({ id, method, url }: LoggedRequest) => ({ id, method, url: withoutSecrets(url) }),
      res: ({ statusCode }: { statusCode: number }) => ({ statusCode }),
    },
  });
