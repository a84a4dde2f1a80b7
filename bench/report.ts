import os from 'node:os';
import { budgets, judge, type Verdict } from './budgets.ts';
import { kilobytes, milliseconds, times } from './figures.ts';
import type { FirstVisit } from './first-visit.ts';
import type { MailDelay } from './mails.ts';
import type { Measure } from './measure.ts';
import { ticketPageName } from './pages.ts';
import type { Plan } from './plans.ts';
import type { Facts, Figures } from './stage.ts';

export interface Results {
  volumes: number[];
  /** One for each volume. */
  figures: Figures[];
  /** At the largest volume. */
  facts: Facts;
  visit: FirstVisit;
  plans: Plan[];
  delay: MailDelay;
  memory: { web: number; worker: number };
  /** Seconds, or why there are none. */
  coldStart: number | string;
}

/** Pages that hold more than the floor's on purpose, shown without a verdict on their ratio. */
const aside = new Set(['manager: ticket of 20 entries', 'requester: choose a category']);

const largest = ({ figures }: Results) => figures.at(-1) as Figures;
const smallest = ({ figures }: Results) => figures[0] as Figures;

const toFloor = ({ floor }: Figures, { cpu }: Measure) => cpu.total / floor.cpu.total;

const growth = (results: Results, { name }: Measure) => {
  const cost = ({ pages, compressed }: Figures) =>
    [...pages, compressed].find((page) => page.name === name)?.cpu.total ?? Number.NaN;
  return cost(largest(results)) / cost(smallest(results));
};

const pageVerdicts = (results: Results): Verdict[] =>
  largest(results)
    .pages.filter(({ name }) => !aside.has(name))
    .flatMap((page) => {
      const { ceiling, aim } = budgets.floorRatio[page.kind];
      const cost = judge(`${page.name}: CPU to the floor`, toFloor(largest(results), page), ' ×', ceiling, aim);
      if (results.volumes.length < 2 || page.kind === 'write') return [cost];
      const more = judge(`${page.name}: CPU, large to small`, growth(results, page), ' ×', budgets.volumeRatio);
      return [cost, more];
    });

const planVerdict = ({ query, readWhole }: Plan): Verdict => ({
  what: `${query}: tables read whole`,
  measured: readWhole.length === 0 ? 'none' : readWhole.join(', '),
  budget: 'none',
  state: readWhole.length === 0 ? 'kept' : 'broken',
});

const startVerdict = ({ coldStart }: Results): Verdict =>
  typeof coldStart === 'number'
    ? judge('npm start to the first page', coldStart, ' s', budgets.coldStartSeconds)
    : {
        what: 'npm start to the first page',
        measured: coldStart,
        budget: `≤ ${budgets.coldStartSeconds} s`,
        state: 'broken',
      };

/** Each budget with what was measured. */
export function verdicts(results: Results): Verdict[] {
  const { facts, visit, delay, memory } = results;
  const plans = (results.volumes.at(-1) ?? 0) < budgets.plansJudgedFrom ? [] : results.plans;
  const statements = facts.statements.get(ticketPageName) ?? Number.NaN;
  const html = facts.weights.get('manager: ticket of 20 entries')?.html ?? Number.NaN;
  return [
    ...pageVerdicts(results),
    judge('Ticket page: SQL statements', statements, '', budgets.ticketPageStatements),
    judge('Ticket page of 20 entries: HTML', html / 1000, ' kB', budgets.ticketPageKilobytes),
    judge('First visit: requests', visit.requests, '', budgets.firstVisit.requests),
    judge('First visit: compressed', visit.bytes / 1000, ' kB', budgets.firstVisit.kilobytes),
    judge('Act to mail, p50', delay.p50, ' ms', budgets.mailMilliseconds.p50),
    judge('Act to mail, p95', delay.p95, ' ms', budgets.mailMilliseconds.p95),
    judge('Memory of web and worker', memory.web + memory.worker, ' MiB', budgets.memoryMebibytes),
    startVerdict(results),
    ...plans.map(planVerdict),
  ];
}

const row = (cells: readonly (string | number)[]) => `| ${cells.join(' | ')} |`;

const table = (heads: readonly string[], lines: readonly (readonly (string | number)[])[]) =>
  [row(heads), row(heads.map((_, at) => (at === 0 ? '---' : '---:'))), ...lines.map(row)].join('\n');

const pageLine = (results: Results, page: Measure) => {
  const { statements, weights } = results.facts;
  const weight = weights.get(page.name);
  const { web, database } = page.cpu;
  return [
    page.name,
    `${milliseconds(page.alone.p50)} / ${milliseconds(page.alone.p95)}`,
    `${milliseconds(page.together.p50)} / ${milliseconds(page.together.p95)}`,
    `${milliseconds(page.cpu.total)} (${milliseconds(web)} + ${milliseconds(database)})`,
    times(toFloor(largest(results), page)),
    results.volumes.length < 2 || page.name === 'floor' ? '' : times(growth(results, page)),
    statements.get(page.name) ?? '',
    weight === undefined ? '' : `${kilobytes(weight.html)} / ${kilobytes(weight.gzip)} / ${kilobytes(weight.brotli)}`,
  ];
};

const heads = [
  'Page',
  'ms, alone (p50 / p95)',
  'ms, 8 at a time (p50 / p95)',
  'CPU ms (web + database)',
  'to the floor',
  'large / small',
  'SQL',
  'kB (HTML / gzip / brotli)',
];

const count = new Intl.NumberFormat('en');

/** The whole run, ready for a README. */
export function markdown(results: Results, judged: readonly Verdict[]): string {
  const figures = largest(results);
  const { delay, memory, visit, coldStart, volumes } = results;
  const cpu = os.cpus();
  return [
    `Node ${process.version}, ${cpu.length} × ${cpu[0]?.model.trim()}. ${count.format(volumes.at(-1) as number)} tickets`,
    `(large / small: to ${count.format(volumes[0] as number)}). SQL counts every statement, those of the session included.`,
    '',
    table(
      heads,
      [figures.floor, ...figures.pages, figures.compressed].map((page) => pageLine(results, page)),
    ),
    '',
    table(
      ['Measure', 'Value'],
      [
        [
          `Act to mail accepted, ${delay.acts} acts (p50 / p95)`,
          `${milliseconds(delay.p50)} / ${milliseconds(delay.p95)} ms`,
        ],
        ['First visit of a ticket', `${visit.requests} requests, ${kilobytes(visit.bytes)} kB`],
        ['`npm start` to the first page', typeof coldStart === 'number' ? `${coldStart.toFixed(1)} s` : coldStart],
        ['Memory, web + worker', `${memory.web.toFixed(0)} + ${memory.worker.toFixed(0)} MiB`],
      ],
    ),
    '',
    table(
      ['Budget', 'Measured', 'Budget', 'State'],
      judged.map(({ what, measured, budget, state }) => [
        what,
        measured,
        budget,
        state === 'broken' ? '**broken**' : state,
      ]),
    ),
  ].join('\n');
}
