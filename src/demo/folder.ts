import { accessSync, constants, mkdirSync, realpathSync } from 'node:fs';
import { errorCode, StartFailure } from './failure.ts';

/** Creates a folder and proves that we may write there. */
export function writableFolder(folder: string, mode = 0o755): string {
  try {
    mkdirSync(folder, { recursive: true, mode });
    accessSync(folder, constants.W_OK | constants.X_OK);
    return realpathSync(folder);
  } catch (error) {
    throw new StartFailure(
      `Cannot write in ${folder} (${errorCode(error) ?? error}): set DATA_DIR to a folder that you own.`,
    );
  }
}
