/** After how long the list of a manager is fetched again. */
export const refreshDelays = [
  { minutes: 0, label: 'Jamais' },
  { minutes: 1, label: 'Toutes les minutes' },
  { minutes: 2, label: 'Toutes les 2 minutes' },
  { minutes: 5, label: 'Toutes les 5 minutes' },
] as const;
