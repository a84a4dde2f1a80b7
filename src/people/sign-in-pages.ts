import type { Request, Response } from 'express';
import { type PageModel, page } from '../web/page.ts';

interface SignInFailedPage extends PageModel {
  reason: string;
  advice: string;
  /** Something typed waits in the session. */
  textKept: boolean;
}

const signInFailed = page<SignInFailedPage>('people/sign-in-failed');
export const signedOutPage = page<PageModel>('people/signed-out');

const later =
  'Vos tickets ne sont pas touchés. Réessayez dans quelques minutes ; si cela dure, signalez-le au service informatique.';

const failures = {
  unreachable: {
    status: 502,
    reason: 'Le service d’authentification de l’établissement est en panne.',
    advice: later,
  },
  slow: {
    status: 504,
    reason: 'Le service d’authentification de l’établissement ne répond pas.',
    advice: later,
  },
  refused: {
    status: 403,
    reason: 'Le service d’authentification n’a pas confirmé votre identité.',
    advice: 'Cela arrive quand la page est rechargée ou quand la connexion a trop tardé : réessayez.',
  },
  unusable: {
    status: 502,
    reason: 'Le service d’authentification a donné une réponse qui ne peut pas être acceptée.',
    advice: later,
  },
  cookies: {
    status: 403,
    reason: 'Votre navigateur n’a pas gardé le cookie de connexion.',
    advice: 'Autorisez les cookies pour cette adresse, puis réessayez.',
  },
} as const;

type SignInFailure = keyof typeof failures;

const failureOf: Record<string, SignInFailure> = {
  UNREACHABLE: 'unreachable',
  INTERNAL_ERROR: 'unreachable',
  TIMEOUT: 'slow',
  MALFORMED: 'unusable',
  NO_LOGIN: 'unusable',
};

export function showSignInFailure(req: Request, res: Response, failure: SignInFailure): void {
  const { status, reason, advice } = failures[failure];
  const textKept = req.session.interrupted !== undefined;
  signInFailed(res, { title: 'Connexion impossible', reason, advice, textKept }, status);
}

/** The page for what the CAS server answered, or did not. */
export const showCasFailure = (req: Request, res: Response, code: string) =>
  showSignInFailure(req, res, failureOf[code] ?? 'refused');
