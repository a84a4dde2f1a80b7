import type { Request, Response } from 'express';
import { z } from 'zod';
import { preferenceCookie } from './cookies.ts';
import { themes } from './frame.ts';
import { ownPath } from './own-path.ts';
import { routes } from './routes.ts';
import { type Language, languages } from './words.ts';

interface PreferenceDeps {
  publicUrl: string;
  storeLanguage: (personId: number, language: Language) => Promise<void>;
}

const returnTo = z.string().catch('/');
const themeForm = z.object({ theme: z.enum(themes), returnTo }).catch({ theme: 'auto', returnTo: '/' });
const languageForm = z.object({ language: z.enum(languages), returnTo }).catch({ language: 'fr', returnTo: '/' });

/** Theme and language of the pages, for anyone. The form says where it was in its field `returnTo`. */
export function preferenceRoutes({ publicUrl, storeLanguage }: PreferenceDeps) {
  const cookie = preferenceCookie(publicUrl);
  const goBack = (res: Response, path: string) => res.redirect(303, ownPath(path, publicUrl) ?? '/');
  const router = routes('anyone');

  router.post('/preferences/theme', (req: Request, res: Response) => {
    const form = themeForm.parse(req.body);
    res.cookie('theme', form.theme, cookie);
    goBack(res, form.returnTo);
  });

  router.post('/preferences/language', async (req: Request, res: Response) => {
    const form = languageForm.parse(req.body);
    const { person } = res.locals;
    if (person) await storeLanguage(person.id, form.language);
    res.cookie('language', form.language, cookie);
    goBack(res, form.returnTo);
  });

  return router;
}
