import type { Request } from 'express';
import type { Notice } from './page.ts';

declare module 'express-session' {
  interface SessionData {
    notices: Notice[];
  }
}

const most = 10;

/** Something to say on the next page that this person sees. */
export function flash(req: Request, notice: Notice): void {
  req.session.notices = [...(req.session.notices ?? []), notice].slice(-most);
}

/** The notices waiting; asking for them means showing them. */
export function takeNotices(req: Request): Notice[] {
  const notices = req.session?.notices ?? [];
  if (notices.length > 0) delete req.session.notices;
  return notices;
}
