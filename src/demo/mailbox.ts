import path from 'node:path';
import express, { type Express, type Request, type RequestHandler, type Response } from 'express';
import { fromEnvironment, isEntry, runAlone } from './child.ts';
import { protectPages, stylesheet } from './html.ts';
import { listPage, mailPage, missingPage, sandbox } from './mailbox/pages.ts';
import { receiveMail } from './mailbox/receive.ts';
import { listMails, type Mail, openMailFolder, readMail } from './mailbox/store.ts';
import { serve } from './serve.ts';

interface MailboxOptions {
  /** One file per mail. */
  dir: string;
  /** 0 or absent: any free port. The same for `port`, the one of the pages. */
  smtpPort?: number;
  port: number;
}

interface Mailbox {
  smtpUrl: string;
  url: string;
  close: () => Promise<void>;
}

const asked = (req: Request, name: string) => {
  const value = req.query[name];
  return typeof value === 'string' ? value : '';
};

const mostShown = 200;

const wanted = (req: Request) => ({
  to: asked(req, 'to').trim(),
  limit: Math.min(Number.parseInt(asked(req, 'limit'), 10) || mostShown, mostShown),
});

type ShowMail = (res: Response, mail: Mail) => void;

const withMail =
  (dir: string, show: ShowMail): RequestHandler<{ id: string }> =>
  async (req, res) => {
    const mail = await readMail(dir, req.params.id);
    if (mail) show(res, mail);
    else res.status(404).send(missingPage());
  };

// links must leave the frame, whatever the mail says; styles are inline in mails
const framed = `sandbox ${sandbox}; default-src 'none'; style-src 'unsafe-inline'; img-src data: https: http:; frame-ancestors 'self'`;

const leavingFrame = (markup: string) =>
  /<head[^>]*>/i.test(markup)
    ? markup.replace(/<head[^>]*>/i, '$&<base target="_top">')
    : `<!doctype html><html lang="fr"><head><title>Courriel</title><base target="_top"></head><body>${markup}</body></html>`;

const showContent: ShowMail = (res, mail) => {
  res.set('Content-Security-Policy', framed).type('html').send(leavingFrame(mail.html));
};

const fullMails = async (dir: string, req: Request) => {
  const found = await listMails(dir, wanted(req));
  return (await Promise.all(found.map(({ id }) => readMail(dir, id)))).filter((mail) => mail !== null);
};

function mailboxApp(dir: string): Express {
  const app = express().disable('x-powered-by').use(protectPages());
  app.get('/style.css', stylesheet);
  app.get('/', async (req, res) => {
    res.send(listPage(await listMails(dir, wanted(req)), wanted(req).to));
  });
  app.get(
    '/messages/:id',
    withMail(dir, (res, mail) => res.send(mailPage(mail))),
  );
  app.get('/messages/:id/html', withMail(dir, showContent));
  app.get(
    '/messages/:id/source',
    withMail(dir, (res, { id }) => {
      res
        .type('text/plain')
        .sendFile(`${id}.eml`, { root: dir, headers: { 'Content-Type': 'text/plain; charset=utf-8' } });
    }),
  );
  app.get('/api/messages', async (req, res) => {
    res.json(await fullMails(dir, req));
  });
  return app;
}

/** Takes every mail by SMTP, keeps it as a file, and shows it. */
export async function startMailbox({ dir, smtpPort = 0, port }: MailboxOptions): Promise<Mailbox> {
  const folder = path.resolve(dir);
  await openMailFolder(folder);
  const receiver = await receiveMail(folder, smtpPort);
  const pages = await serve(mailboxApp(folder), port);
  return {
    smtpUrl: `smtp://127.0.0.1:${receiver.port}`,
    url: pages.url,
    close: async () => {
      await Promise.all([receiver.close(), pages.close()]);
    },
  };
}

if (isEntry(import.meta.url)) {
  await runAlone(() =>
    startMailbox({
      dir: path.join(fromEnvironment('DATA_DIR'), 'mailbox'),
      smtpPort: Number(fromEnvironment('DEMO_SMTP_PORT')),
      port: Number(fromEnvironment('DEMO_PORT')),
    }),
  );
}
