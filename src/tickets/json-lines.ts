/** The lines that a statement selects, in its order, as one value of another: one answer for several lists. */
export const linesJson = (sql: string) => `coalesce((select json_agg(line) from (${sql}) line), '[]')`;

/** With dates as JSON spells them. */
export type Spelled<Line> = {
  [Key in keyof Line]: Line[Key] extends Date ? string : Line[Key] extends Date | null ? string | null : Line[Key];
};
