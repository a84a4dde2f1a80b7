import { parseArgs } from 'node:util';

export interface Options {
  /** Tickets of each database, the smallest first: the ratios compare the last with the first. */
  volumes: number[];
  rounds: number;
  build: boolean;
  /** Where the databases are kept, to look at a plan by hand or to measure again; null for a folder that goes. */
  folder: string | null;
  /** Pages whose name holds one of these, when not all are wanted. */
  only: string[];
}

const usage = `npm run bench -- [--tickets 10000,1000000] [--quick] [--rounds 9] [--only home,search] [--no-build] [--in folder]
  --quick     10000 and 100000 tickets
  --only      the pages whose name holds one of these, and nothing but pages; or export
  --no-build  measures dist/ as it stands
  --in        keeps the databases in this folder, and takes those that an earlier run left there; empty it when the
              migrations have changed`;

const whole = (text: string) => {
  const value = Number(text);
  if (Number.isInteger(value) && value > 0) return value;
  console.error(`${text} is not a whole number above zero\n${usage}`);
  process.exit(2);
};

export function readOptions(): Options {
  const { values } = parseArgs({
    options: {
      tickets: { type: 'string', default: '10000,1000000' },
      quick: { type: 'boolean', default: false },
      // the volumes of the budgets, as by default
      full: { type: 'boolean', default: false },
      rounds: { type: 'string', default: '9' },
      only: { type: 'string', default: '' },
      'no-build': { type: 'boolean', default: false },
      in: { type: 'string' },
    },
  });
  const volumes = (values.quick ? '10000,100000' : values.tickets).split(',').map(whole);
  return {
    volumes: volumes.sort((a, b) => a - b),
    rounds: whole(values.rounds),
    build: !values['no-build'],
    folder: values.in ?? null,
    only: values.only.split(',').filter(Boolean),
  };
}
