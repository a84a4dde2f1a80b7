import type { NextFunction, Request, Response } from 'express';
import multer from 'multer';

export interface UploadLimits {
  count: number;
  /** In bytes. */
  sizeEach: number;
}

const reasons: Record<string, string> = {
  LIMIT_FILE_SIZE: 'Un fichier dépasse la taille permise ; il n’a pas été reçu.',
  LIMIT_FILE_COUNT: 'Trop de fichiers à la fois ; ils n’ont pas été reçus.',
  LIMIT_UNEXPECTED_FILE: 'Trop de fichiers à la fois ; ils n’ont pas été reçus.',
};

/**
 * Receives the `files` of a multipart form in `dir`, before anything reads its body.
 * A file over the limits does not refuse the form: `uploadFault` says what went wrong, what was typed is there.
 */
export const receiveFiles = (dir: string, { count, sizeEach }: UploadLimits) => {
  const parse = multer({
    dest: dir,
    defParamCharset: 'utf8',
    limits: { fileSize: sizeEach, files: count, fields: 50, fieldSize: 1_000_000, parts: count + 60, headerPairs: 50 },
  }).array('files', count);
  return (req: Request, res: Response, next: NextFunction) => {
    parse(req, res, (fault: unknown) => {
      if (!(fault instanceof multer.MulterError) || reasons[fault.code] === undefined) return next(fault);
      res.locals.uploadFault = reasons[fault.code];
      next();
    });
  };
};

export const uploadFault = (res: Response): string | undefined => res.locals.uploadFault;

/** The files that came with this request, once {@link receiveFiles} has run. */
export const received = (req: Request) => (Array.isArray(req.files) ? req.files.filter((file) => file.size > 0) : []);
