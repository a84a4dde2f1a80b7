import { matrix } from './matrix.ts';

process.stdout.write(`${matrix()}\n`);
