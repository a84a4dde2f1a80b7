import { parseArgs } from 'node:util';

export interface Options {
  /** Tickets of each database, the smallest first: the ratios compare the last with the first. */
  volumes: number[];
  rounds: number;
  build: boolean;
  /** Keeps the databases, to look at a plan by hand. */
  keep: boolean;
}

const usage = `npm run bench -- [--tickets 10000,100000] [--full] [--rounds 3] [--no-build] [--keep]
  --full      the volumes of the budgets: 10000 and 1000000 tickets
  --no-build  measures dist/ as it stands
  --keep      leaves the databases in the temporary folder`;

const whole = (text: string) => {
  const value = Number(text);
  if (Number.isInteger(value) && value > 0) return value;
  console.error(`${text} is not a whole number above zero\n${usage}`);
  process.exit(2);
};

export function readOptions(): Options {
  const { values } = parseArgs({
    options: {
      tickets: { type: 'string', default: '10000,100000' },
      full: { type: 'boolean', default: false },
      rounds: { type: 'string', default: '3' },
      'no-build': { type: 'boolean', default: false },
      keep: { type: 'boolean', default: false },
    },
  });
  const volumes = (values.full ? '10000,1000000' : values.tickets).split(',').map(whole);
  return {
    volumes: volumes.sort((a, b) => a - b),
    rounds: whole(values.rounds),
    build: !values['no-build'],
    keep: values.keep,
  };
}
