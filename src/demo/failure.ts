/** Something the person at the keyboard can put right: its message is printed alone, without a stack. */
export class StartFailure extends Error {
  override name = 'StartFailure';
}

/** EACCES, ENOTDIR, ENOSPC… */
export const errorCode = (error: unknown) =>
  error instanceof Error && 'code' in error ? String(error.code) : undefined;
