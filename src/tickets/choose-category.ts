import type { Request, Response } from 'express';
import { z } from 'zod';
import { signedIn } from '../people/signed-in.ts';
import { creationTree } from '../services/categories.ts';
import { iconsOf } from '../services/icons.ts';
import { translatorOf } from '../web/page.ts';
import { categoryNodes, fitsInPage, foundCategories, mostFound } from './category-choice.ts';
import type { TicketDeps } from './opened.ts';
import { chooseCategoryPage } from './pages.ts';

const asked = z.object({
  draft: z.uuid().nullable().catch(null),
  service: z.coerce.number().int().nullable().catch(null),
});

/** « Sélectionner une catégorie », the first of the two steps. */
export async function chooseCategory({ db }: TicketDeps, req: Request, res: Response) {
  const filter = typeof req.query.filter === 'string' ? req.query.filter.trim().slice(0, 100) : '';
  const { draft, service } = asked.parse(req.query);
  const { shown: shownTo = null, kind, showsFilingHelp: showsHelp } = signedIn(res);
  const [tree, icons] = await Promise.all([creationTree(db, shownTo, { outsider: kind === 'external' }), iconsOf(db)]);
  const found = filter === '' ? [] : foundCategories(tree, icons, { filter, draft });
  chooseCategoryPage(res, {
    title: translatorOf(res)('Créer un ticket : sélectionner une catégorie (étape 1/2)'),
    filter,
    draft,
    showsHelp,
    tree: categoryNodes(tree, icons, { draft, service }),
    whole: fitsInPage(tree),
    found: filter === '' ? null : found.slice(0, mostFound),
    foundCount: found.length,
  });
}
