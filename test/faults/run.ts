import { stopServer } from '../support/databases.ts';
import { fanOut } from './fan-out.ts';
import { type Figures, trial } from './trial.ts';

const words: Record<keyof Figures, string> = {
  acts: 'Acts',
  kills: 'Workers killed (kill -9)',
  expected: 'Mails expected',
  received: 'Mails received',
  lost: 'Lost',
  repeated: 'Repeated',
  mostTimes: 'The same mail, at most (times)',
  wrongIds: 'With another Message-ID than before',
  refusedAndVisible: 'Refused for good by the relay, and visible',
  forgotten: 'Neither sent, nor failed, nor dropped',
  refusals: 'Passing refusals by the relay',
  slow: 'Slow answers',
  outages: 'Outages of the relay',
  seconds: 'Seconds',
};

const figures = await trial({ acts: 1000, kills: 100, workers: 3, outages: 8 });
for (const [name, word] of Object.entries(words)) console.log(`| ${word} | ${figures[name as keyof Figures]} |`);

const { managers, actAlone, actAmongAll, seconds } = await fanOut(500);
console.log(`| An act on a service of 1 manager, ms | ${actAlone.toFixed(1)} |`);
console.log(`| An act on a service of ${managers} managers, ms | ${actAmongAll.toFixed(1)} |`);
console.log(`| All ${managers} mailed after, s | ${seconds.toFixed(1)} |`);
await stopServer();

const right = figures.lost + figures.wrongIds + figures.forgotten === 0 && figures.repeated <= figures.kills;
process.exit(right ? 0 : 1);
