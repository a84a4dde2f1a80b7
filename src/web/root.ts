import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const holding = (name: string, folder: string): string =>
  existsSync(join(folder, name)) || dirname(folder) === folder ? folder : holding(name, dirname(folder));

/** The folder of the project, from its sources as from what is compiled in `dist`. */
export const root = holding('package.json', dirname(fileURLToPath(import.meta.url)));
