import type { Request, RequestHandler, Response } from 'express';
import { ipKeyGenerator, type Options, rateLimit } from 'express-rate-limit';
import { isWrite } from './csrf.ts';
import { TooMany } from './errors.ts';

/** The address that express worked out: a header counts only as far as `trust proxy` says. */
const byAddress = (req: Request) => `ip:${ipKeyGenerator(req.ip ?? '')}`;

const byPerson = (req: Request, res: Response) => {
  const { person } = res.locals;
  return person ? `person:${person.id}` : byAddress(req);
};

/** Counted in the memory of each process: these limits stop floods, they are not quotas. */
const perMinute = (limit: Options['limit'], settings: Partial<Options>): RequestHandler =>
  rateLimit({
    windowMs: 60_000,
    limit,
    standardHeaders: 'draft-7',
    legacyHeaders: false,
    // the library would print to the console what configuration already settles
    validate: { xForwardedForHeader: false, forwardedHeader: false, trustProxy: false },
    handler: (_req, _res, next) => next(new TooMany()),
    ...settings,
  });

/** A whole campus may share one address. */
export const limitSignIns = (limit = 120) => perMinute(limit, { keyGenerator: byAddress });

const isQuiet = (req: Request, quiet: RegExp) => quiet.test(req.path);

/**
 * Mounted after the person is known, for the whole application. Without one, a whole campus may share the address. What
 * scripts send by themselves, at the paths that `quiet` matches, is counted apart: typing must not use up what acting needs.
 */
export const limitWrites = ({
  quiet,
  perPerson = 120,
  perAddress = 600,
}: {
  quiet: RegExp;
  perPerson?: number;
  perAddress?: number;
}) => {
  const limit = (_req: Request, res: Response) => (res.locals.person ? perPerson : perAddress);
  const loud = perMinute(limit, { keyGenerator: byPerson });
  const low = perMinute(limit, { keyGenerator: byPerson });
  const handler: RequestHandler = (req, res, next) => {
    if (!isWrite(req)) return next();
    return (isQuiet(req, quiet) ? low : loud)(req, res, next);
  };
  return handler;
};

/** Typing in the tool that looks for people. The day has its own limit. */
export const limitSearches = (limit = 60) => perMinute(limit, { keyGenerator: byPerson });
