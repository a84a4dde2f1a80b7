/** What the clock does, in the words of its page; the expressions are those of cron, in the institution's zone. */
export const schedule = {
  recall: { label: 'Rappeler les tickets reportés', cron: '*/10 * * * *' },
  'approve-tacitly': { label: 'Approuver tacitement les clôtures sans réponse', cron: '3-59/10 * * * *' },
  expire: { label: 'Faire expirer les clôtures non approuvées', cron: '6-59/10 * * * *' },
  reports: { label: 'Envoyer les rapports quotidiens', cron: '*/5 * * * *' },
  'abandoned-mails': { label: 'Signaler les courriels dont l’envoi a été interrompu', cron: '9-59/10 * * * *' },
  archive: { label: 'Archiver les tickets terminés', cron: '27 * * * *' },
  'clean-up': { label: 'Effacer brouillons, fichiers et sessions abandonnés', cron: '17 * * * *' },
  departures: { label: 'Rapprocher les comptes de l’annuaire', cron: '41 4 * * *' },
} as const;

export type ClockTask = keyof typeof schedule;
export const clockTasks = Object.keys(schedule) as ClockTask[];

/** Asks the queue for one run: once, however many workers hear the tick, and after the run under way. */
export const askSql = `
  select graphile_worker.add_job('clock', json_build_object('task', cast(:task as text)),
    job_key := concat('clock:', cast(:task as text)), queue_name := concat('clock:', cast(:task as text)), max_attempts := 3)`;
