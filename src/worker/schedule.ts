/** What the clock does, in the words of its page; the expressions are those of cron, in the institution's zone. */
export const schedule = {
  recall: { label: 'Rappeler les tickets reportés', did: '{{count}} ticket rappelé', cron: '*/10 * * * *' },
  'approve-tacitly': {
    label: 'Approuver tacitement les clôtures sans réponse',
    did: '{{count}} clôture approuvée',
    cron: '3-59/10 * * * *',
  },
  expire: {
    label: 'Faire expirer les clôtures non approuvées',
    did: '{{count}} ticket expiré',
    cron: '6-59/10 * * * *',
  },
  reports: { label: 'Envoyer les rapports quotidiens', did: '{{count}} rapport préparé', cron: '*/5 * * * *' },
  'abandoned-mails': {
    label: 'Signaler les courriels dont l’envoi a été interrompu',
    did: '{{count}} courriel signalé',
    cron: '9-59/10 * * * *',
  },
  archive: { label: 'Archiver les tickets terminés', did: '{{count}} ticket archivé', cron: '27 * * * *' },
  'clean-up': {
    label: 'Effacer brouillons, fichiers et sessions abandonnés',
    did: '{{count}} élément effacé',
    cron: '17 * * * *',
  },
  departures: { label: 'Rapprocher les comptes de l’annuaire', did: '{{count}} compte rapproché', cron: '41 4 * * *' },
} as const;

export type ClockTask = keyof typeof schedule;
export const clockTasks = Object.keys(schedule) as ClockTask[];

/** Asks the queue for one run: once, however many workers hear the tick, and after the run under way. */
export const askSql = `
  select graphile_worker.add_job('clock', json_build_object('task', cast(:task as text)),
    job_key := concat('clock:', cast(:task as text)), queue_name := concat('clock:', cast(:task as text)), max_attempts := 3)`;
