import type { Response } from 'express';
import { type PageModel, page } from '../web/page.ts';

interface SignInFailedPage extends PageModel {
  reason: string;
  advice: string;
}

const signInFailed = page<SignInFailedPage>('people/sign-in-failed');
export const signedOutPage = page<PageModel>('people/signed-out');

const failures = {
  unreachable: {
    status: 503,
    reason: 'Le service d’authentification de l’établissement ne répond pas.',
    advice: 'Vos tickets ne sont pas touchés. Réessayez dans quelques minutes.',
  },
  refused: {
    status: 403,
    reason: 'Le service d’authentification n’a pas confirmé votre identité.',
    advice: 'Cela arrive quand la page est rechargée ou quand la connexion a trop tardé : réessayez.',
  },
  cookies: {
    status: 403,
    reason: 'Votre navigateur n’a pas gardé le cookie de connexion.',
    advice: 'Autorisez les cookies pour cette adresse, puis réessayez.',
  },
} as const;

export type SignInFailure = keyof typeof failures;

export function showSignInFailure(res: Response, failure: SignInFailure): void {
  const { status, reason, advice } = failures[failure];
  signInFailed(res, { title: 'Connexion impossible', reason, advice }, status);
}
