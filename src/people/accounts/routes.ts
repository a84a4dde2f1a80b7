import { Router } from 'express';
import { accountRoutes } from './account-routes.ts';
import { type AccountDeps, linkRoutes } from './link-routes.ts';
import { mailSignInRoutes } from './sign-in-routes.ts';

/** All that only an installation that allows outsiders answers. */
export const outsiderRoutes = (deps: AccountDeps) =>
  Router().use(linkRoutes(deps), mailSignInRoutes(deps), accountRoutes(deps));
