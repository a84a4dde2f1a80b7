import { randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { NextFunction, Request, Response } from 'express';
import multer, { type StorageEngine } from 'multer';

export interface UploadLimits {
  count: number;
  /** In bytes. */
  sizeEach: number;
  /** Of all the files of one form. */
  total: number;
}

const tooHeavy = 'Un fichier dépasse la taille permise ; il n’a pas été reçu.';
const tooMany = 'Trop de fichiers à la fois, ou trop lourds ensemble ; les derniers n’ont pas été reçus.';

/** Says on the form that comes back why its files were not received. */
export const refuseTooMany = (res: Response) => {
  res.locals.uploadFault = tooMany;
};

/** Those of a form about as many tickets as may be chosen at once, and its own. */
export const mostFields = 150;

const note = (req: Request, fault: string) => {
  if (req.res) req.res.locals.uploadFault = fault;
};

/** Writes what fits and lets the rest go by. Answers the size of the whole. */
async function writeUpTo(limit: number, source: Readable, target: string): Promise<number> {
  let size = 0;
  await pipeline(
    source,
    async function* (chunks: AsyncIterable<Buffer>) {
      for await (const chunk of chunks) {
        size += chunk.length;
        if (size <= limit) yield chunk;
      }
    },
    createWriteStream(target, { mode: 0o600 }),
  );
  return size;
}

/** What one form may still bring. */
type Room = Pick<UploadLimits, 'count' | 'total'>;

/** Receives one file where it has room; answers its size, 0 when it was not kept. */
async function receive(req: Request, source: Readable, target: string, room: Room, sizeEach: number): Promise<number> {
  const limit = room.count > 0 ? Math.min(sizeEach, room.total) : 0;
  const size = await writeUpTo(limit, source, target);
  if (size <= limit) {
    room.count -= 1;
    room.total -= size;
    return size;
  }
  await rm(target, { force: true });
  note(req, size > sizeEach ? tooHeavy : tooMany);
  return 0;
}

/** With limits of its own multer would give up in the middle of the form, and drop the files and fields already there. */
const storage = (dir: string, { count, sizeEach, total }: UploadLimits): StorageEngine => {
  const rooms = new WeakMap<Request, Room>();
  return {
    _handleFile: async (req, file, done) => {
      const target = path.join(dir, randomUUID());
      const room = rooms.get(req) ?? { count, total };
      rooms.set(req, room);
      try {
        done(null, { path: target, size: await receive(req, file.stream, target, room, sizeEach) });
      } catch (error) {
        await rm(target, { force: true });
        done(error);
      }
    },
    _removeFile: (_req, file, done) => {
      rm(file.path, { force: true }).then(() => done(null), done);
    },
  };
};

/** The files that came with this request, once {@link receiveFiles} has run. */
export const received = (req: Request) => (Array.isArray(req.files) ? req.files.filter((file) => file.size > 0) : []);

/** A form that cannot be read is the sender's fault; what the disk refuses, which has a code, is ours. */
const blamed = (fault: unknown) =>
  fault instanceof Error && !('code' in fault) ? Object.assign(fault, { status: 400 }) : fault;

/**
 * Receives the `files` of a multipart form in `dir`, before anything reads its body.
 * A file over the limits does not refuse the form: `uploadFault` says what went wrong, what was typed is there.
 */
export const receiveFiles = (dir: string, limits: UploadLimits) => {
  const parse = multer({
    storage: storage(dir, limits),
    defParamCharset: 'utf8',
    limits: { files: 200, fields: mostFields, fieldSize: 1_000_000, parts: 350, headerPairs: 50 },
  }).array('files');
  return (req: Request, res: Response, next: NextFunction) => {
    parse(req, res, (fault: unknown) => next(fault ? blamed(fault) : undefined));
  };
};

export const uploadFault = (res: Response): string | undefined => res.locals.uploadFault;
