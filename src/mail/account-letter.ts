import { type Db, rows } from '../db/connection.ts';
import { issueToken, type Purpose } from '../people/accounts/links.ts';
import type { Translate } from '../web/words.ts';
import type { Delivery } from './deliver.ts';
import { type MailSettings, mailTools } from './render.ts';
import { renderShortLetter, type ShortLetter } from './short-letter.ts';
import { isPermanent, type Parcel } from './transport.ts';

interface Asked {
  id: number;
  mail: string;
  purpose: Purpose;
  language: 'fr' | 'en';
  /** An outsider has this address: with an account already open, or only invited so far. */
  outsider: 'none' | 'invited' | 'open';
  /** Somebody of the institution has it. */
  institution: boolean;
}

const claimSql = `
  update account_links l set attempts = attempts + 1
  where l.id = :id and l.sent_at is null and l.failed_at is null and l.dropped_because is null and l.used_at is null
  returning l.id, l.mail, l.purpose, l.language,
    coalesce((select case when p.mail_verified_at is null then 'invited' else 'open' end
      from people p where p.kind = 'external' and lower(p.mail) = l.mail), 'none') as outsider,
    exists (select 1 from people p where p.kind = 'cas' and lower(p.mail) = l.mail) as institution`;

type Kind = 'new' | 'invited' | 'again' | 'institution';

/** Which mail this address gets; null when none: a password is not reset where there is no account. */
function kindOf({ purpose, outsider, institution }: Asked): Kind | null {
  if (outsider === 'none' && institution) return 'institution';
  if (outsider === 'open') return purpose === 'invitation' ? null : 'again';
  if (purpose === 'reset' && outsider === 'none') return null;
  return purpose === 'invitation' ? 'invited' : 'new';
}

const words: Record<Kind, { title: string; opening: string; label: string }> = {
  new: {
    title: 'Ouvrez votre compte',
    opening: 'Bonjour, vous avez demandé un compte avec cette adresse. Ce lien l’ouvre :',
    label: 'Ouvrir le compte',
  },
  invited: {
    title: 'Vous êtes attendu sur {{application}}',
    opening:
      'Bonjour, une personne de « {{institution}} » vous associe à une demande d’assistance. Ce lien ouvre votre compte, où vous la lirez :',
    label: 'Ouvrir le compte',
  },
  again: {
    title: 'Choisissez un nouveau mot de passe',
    opening: 'Bonjour, un compte existe avec cette adresse. Ce lien permet d’en choisir le mot de passe :',
    label: 'Choisir un mot de passe',
  },
  institution: {
    title: 'Vous avez déjà un compte',
    opening:
      'Bonjour, cette adresse est celle d’un compte de l’établissement : connectez-vous par CAS (authentification unique).',
    label: 'Se connecter',
  },
};

const validity: Record<Purpose, string> = {
  create: 'Le lien est valable 24 heures et ne sert qu’une fois.',
  reset: 'Le lien est valable 2 heures et ne sert qu’une fois.',
  invitation: 'Le lien est valable 14 jours et ne sert qu’une fois.',
};

const unasked = 'Si vous n’avez rien demandé, ne faites rien : personne n’a accès à votre messagerie.';

function letterOf(asked: Asked, kind: Kind, token: string, settings: MailSettings, t: Translate): ShortLetter {
  const names = { application: settings.applicationName, institution: settings.institution };
  const { title, opening, label } = words[kind];
  const path = kind === 'institution' ? '/sign-in?by=cas' : `/account/link?token=${token}`;
  const after =
    kind === 'institution' ? [unasked] : [validity[asked.purpose], ...(kind === 'invited' ? [] : [unasked])];
  return {
    title: t(title, names),
    opening: t(opening, names),
    label: t(label),
    href: settings.publicUrl + path,
    after: after.map((sentence) => t(sentence)).join(' '),
  };
}

async function pack(asked: Asked, letter: ShortLetter, settings: MailSettings): Promise<Parcel> {
  const { mailFrom, publicUrl } = settings;
  return {
    ...(await renderShortLetter(letter, mailTools(asked.language, settings), settings)),
    from: mailFrom,
    to: { name: '', address: asked.mail },
    messageId: `<account.${asked.id}@${new URL(publicUrl).hostname}>`,
    headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' },
  };
}

const mark = (db: Db, id: number, facts: Record<string, unknown>) => db('accountLinks').where({ id }).update(facts);

async function send({ db, post, now, settings }: Delivery, asked: Asked, kind: Kind): Promise<void> {
  const token = kind === 'institution' ? '' : await issueToken(db, asked, now());
  await post.send(
    await pack(asked, letterOf(asked, kind, token, settings, mailTools(asked.language, settings).t), settings),
  );
  await mark(db, asked.id, { sentAt: now(), lastError: null });
}

/** Sends the mail of an account that somebody asked for. What may pass later is thrown, for the queue to try again. */
export async function sendAccountLetter(delivery: Delivery, linkId: number, lastTry: boolean): Promise<void> {
  const { db, now } = delivery;
  const [asked] = await rows<Asked>(db, claimSql, { id: linkId });
  if (asked === undefined) return;
  const kind = kindOf(asked);
  if (kind === null) return void (await mark(db, asked.id, { droppedBecause: 'nothing to open' }));
  try {
    await send(delivery, asked, kind);
  } catch (error) {
    const final = lastTry || isPermanent(error);
    const lastError = (error instanceof Error ? error.message : String(error)).slice(0, 500);
    await mark(db, asked.id, { lastError, ...(final ? { failedAt: now() } : {}) });
    if (!final) throw error;
  }
}
