import { type PageModel, page } from '../../web/page.ts';
import type { Credential } from './requests.ts';

type FormModel = Omit<PageModel, 'fields'> & { credentials: readonly Credential[] };

/** What one may be told before being known: the same for every address. */
export interface AskPage extends FormModel {
  kind: 'create' | 'reset';
  action: string;
}

export interface LinkPage extends FormModel {
  token: string;
  mail: string;
  /** Whether the account opens with this link, rather than only its password changing. */
  opening: boolean;
}

export interface AccountPage extends Omit<PageModel, 'fields'> {
  mail: string;
  name: readonly Credential[];
  passwords: readonly Credential[];
}

export const signInPage = page<FormModel & { casHref: string }>('people/sign-in');
export const askPage = page<AskPage>('people/ask-for-link');
export const askedPage = page<PageModel & { mail: string }>('people/link-asked');
export const linkPage = page<LinkPage>('people/account-link');
export const deadLinkPage = page<PageModel>('people/dead-link');
export const accountPage = page<AccountPage>('people/account');
