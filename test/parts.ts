/** Folders that fill a process of their own; whatever else there is makes another, named `rest`. */
export const parts = ['browser', 'journeys'] as const;
