import { createReadStream, createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { ZipFile } from 'yazl';

export interface Archive {
  /** Adds one file and waits until it is written: no more than one is ever in memory. */
  text(name: string, content: string): Promise<void>;
  file(name: string, path: string): Promise<void>;
  end(): Promise<void>;
}

/** A ZIP written to the disk as it is made. */
export function openArchive(target: string, mtime: Date): Archive {
  const zip = new ZipFile();
  const written = pipeline(zip.outputStream, createWriteStream(target));
  // a fault is told to whoever adds or ends; until then it is nobody's
  written.catch(() => undefined);
  const add = (name: string, open: () => Readable) => {
    const added = new Promise<void>((resolve, reject) => {
      zip.addReadStreamLazy(name, { mtime, mode: 0o100644 }, (give) => {
        const stream = open();
        stream.once('end', resolve).once('error', reject);
        give(null, stream);
      });
    });
    return Promise.race([added, written]);
  };
  return {
    text: (name, content) => add(name, () => Readable.from([Buffer.from(content)])),
    file: (name, path) => add(name, () => createReadStream(path)),
    end: () => {
      zip.end();
      return written;
    },
  };
}
