import { type Application, type Request, type RequestHandler, type Response, Router } from 'express';
import { hasToken, isWrite, tokenComesLater } from './csrf.ts';
import { Refused, SignedOut, StalePage } from './errors.ts';
import type { Visitor } from './visitor.ts';

export type Right = 'anyone' | 'signed-in' | 'staff' | 'manager' | 'admin';

const holds: Record<Right, (person: Visitor) => boolean> = {
  anyone: () => true,
  'signed-in': () => true,
  // managers of any service, and administrators
  staff: (person) => person.manages.length > 0 || person.isAdmin,
  manager: (person) => person.manages.length > 0,
  admin: (person) => person.isAdmin,
};

/** Whether this person may enter what the right guards. */
export const rightHolds = (right: Right, person: Visitor) => holds[right](person);

const checkRight = (right: Right, person: Visitor | null) => {
  if (right === 'anyone') return;
  if (person === null) throw new SignedOut();
  if (!rightHolds(right, person)) throw new Refused();
};

const guards = new WeakSet<RequestHandler>();

/** Somebody signed in writes only from a form of this session. Others have nothing that another site could abuse. */
const requireToken = (right: Right, req: Request, res: Response) => {
  if (!isWrite(req) || !res.locals.person || hasToken(req)) return;
  throw new StalePage({ comesBack: right !== 'anyone' });
};

const guarding = (guard: RequestHandler) => {
  guards.add(guard);
  return guard;
};

const rightGuard = (right: Right) =>
  guarding((req, res, next) => {
    checkRight(right, res.locals.person ?? null);
    if (!tokenComesLater(req)) requireToken(right, req, res);
    next();
  });

/** Where a form has files, multer reads the fields after the first guard: asked again, just before the route acts. */
const tokenGuard = (right: Right) =>
  guarding((req, res, next) => {
    requireToken(right, req, res);
    next();
  });

/**
 * A router whose every route begins with the check of a right and, for writes, of the form's token. The guards belong
 * to the routes and not to the router, which may be mounted at the root without standing in the way of the others.
 * The last handler of a route is the one that acts; those before it may receive files.
 */
export function routes(right: Right): Router {
  const router = Router();
  const [first, last] = [rightGuard(right), tokenGuard(right)];
  for (const method of ['get', 'post'] as const) {
    const declare = router[method].bind(router) as (path: string, ...handlers: RequestHandler[]) => Router;
    const guarded = (path: string, ...handlers: (RequestHandler | RequestHandler[])[]) => {
      const chain = handlers.flat();
      return declare(path, first, ...chain.slice(0, -1), last, ...chain.slice(-1));
    };
    router[method] = guarded as Router['get'];
  }
  return router;
}

interface Layer {
  handle: unknown;
  route?: { path: string; stack: { handle: RequestHandler }[] };
}

const unguarded = (layers: readonly Layer[]): string[] =>
  layers.flatMap(({ handle, route }) => {
    if (route !== undefined) return route.stack[0] && guards.has(route.stack[0].handle) ? [] : [route.path];
    const inner = typeof handle === 'function' && 'stack' in handle ? (handle.stack as Layer[]) : [];
    return unguarded(inner);
  });

/** Refuses to start with a route that did not come from `routes(right)`, except those named, such as the health checks. */
export function assertRightsStated(app: Application, except: readonly string[] = []): void {
  const paths = unguarded(app.router.stack as unknown as Layer[]).filter((path) => !except.includes(path));
  if (paths.length > 0)
    throw new Error(`These routes state no right, make them with routes(right): ${paths.join(', ')}`);
}
