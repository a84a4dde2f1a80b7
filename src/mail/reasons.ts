import { type Because, type Reason, roleOf } from '../monitoring/audience.ts';
import { alertnessWords, lineWords } from '../monitoring/manager-form.ts';
import type { EmailName } from '../tickets/actions/define.ts';
import type { Translate } from '../web/words.ts';
import { emails } from './emails.ts';

interface ReasonWords {
  /** « Pourquoi ai-je reçu ce courriel ? » */
  text: string;
  /** What one may have ticked, in the words of the preferences. */
  setting?: string;
  /** Where that is changed; a page to open, which changes nothing by itself. */
  page: keyof typeof pages;
}

const reasonWords: Record<Reason, ReasonWords> = {
  owner: {
    text: 'Vous recevez ce courriel parce que vous êtes propriétaire du ticket.',
    setting: 'Surveiller mes propres tickets',
    page: 'user',
  },
  handler: { text: 'Vous recevez ce courriel parce que vous êtes gestionnaire du ticket.', page: 'manager' },
  invited: { text: 'Vous recevez ce courriel parce que vous venez d’être invité sur le ticket.', page: 'user' },
  guest: {
    text: 'Vous recevez ce courriel parce que vous êtes invité sur le ticket.',
    setting: 'Surveiller les tickets pour lesquels je suis invité',
    page: 'user',
  },
  'service-manager': {
    text: 'Vous recevez ce courriel parce que vous surveillez les tickets du service {{service}}.',
    page: 'manager',
  },
  'category-member': {
    text: 'Vous recevez ce courriel parce que vous surveillez les tickets des catégories du service {{service}} dont vous êtes membre.',
    page: 'manager',
  },
  'previous-handler': {
    text: 'Vous recevez ce courriel parce que vous étiez gestionnaire du ticket.',
    page: 'manager',
  },
  'previous-owner': {
    text: 'Vous recevez ce courriel parce que vous étiez propriétaire du ticket.',
    setting: 'Surveiller mes propres tickets',
    page: 'user',
  },
  'left-service': {
    text: 'Vous recevez ce courriel parce que vous surveillez les tickets du service que ce ticket a quitté.',
    page: 'manager',
  },
  'left-category': {
    text: 'Vous recevez ce courriel parce que vous êtes membre de la catégorie que ce ticket a quittée.',
    page: 'manager',
  },
  mailbox: {
    text: 'Cette boîte reçoit ce courriel au titre de la surveillance additionnelle du service {{service}} ou d’une de ses catégories.',
    page: 'service',
  },
  watcher: { text: 'Vous recevez ce courriel parce que vous suivez ce ticket.', page: 'ticket' },
  bookmarker: {
    text: 'Vous recevez ce courriel parce que vous avez mis un signet à ce ticket.',
    setting: 'Surveiller les tickets enregistrés en signet',
    page: 'user',
  },
};

interface Subject {
  id: number;
  serviceId: number;
  service: string;
}

const pages = {
  user: () => '/preferences',
  manager: () => '/preferences/manager',
  ticket: ({ id }: Subject) => `/tickets/${id}/watch`,
  service: ({ serviceId }: Subject) => `/services/${serviceId}/properties`,
};

/** Why a mail was sent, by which rule, and where that rule is changed. */
export interface Why {
  text: string;
  /** « N’importe quel ticket : Toujours »; null where there is no setting to name. */
  rule: string | null;
  href: string;
  label: string;
}

const ruleOf = (reason: Reason, because: Because | null, t: Translate) => {
  if (because !== null) {
    return t('{{line}} : {{level}}', { line: t(lineWords[because.line]), level: t(alertnessWords[because.level]) });
  }
  const { setting } = reasonWords[reason];
  return setting === undefined ? null : t(setting);
};

export function whyOf(
  { reason, because }: { reason: Reason; because: Because | null },
  { publicUrl, ticket, t }: { publicUrl: string; ticket: Subject; t: Translate },
): Why {
  const { text, page } = reasonWords[reason];
  return {
    text: t(text, { service: ticket.service }),
    rule: ruleOf(reason, because, t),
    href: publicUrl + pages[page](ticket),
    label: page === 'ticket' ? t('Surveillance de ce ticket') : t('Changer ce que je reçois'),
  };
}

const leftTitles: Partial<Record<Reason, string>> = {
  'left-service': 'Un ticket a quitté votre service',
  'left-category': 'Un ticket a quitté votre catégorie',
  'previous-owner': 'Le ticket a changé de propriétaire',
};

export const titleOf = (name: EmailName, reason: Reason) =>
  leftTitles[reason] ?? (roleOf[reason] === 'owner' ? emails[name].ownerTitle : undefined) ?? emails[name].title;
