import { mkdir, rename, rm, stat } from 'node:fs/promises';
import type { MailSettings } from '../mail/render.ts';
import { mailTools } from '../mail/render.ts';
import type { Person } from '../people/person.ts';
import { selectPerson } from '../people/person.ts';
import { originWords, priorityWords, type Status, statusWords } from '../tickets/ticket.ts';
import { audienceWords, visibilityWords } from '../tickets/visibility.ts';
import { renderTemplate } from '../web/views.ts';
import { type Archive, openArchive } from './archive.ts';
import { accountData, ticketData, ticketsOf } from './contents.ts';
import { exportPath, exportsFolder } from './export.ts';
import { type PartTools, type TicketPart, ticketPart } from './ticket-part.ts';

export interface BuildDeps extends Omit<PartTools, 't'> {
  dataDir: string;
  settings: MailSettings;
}

const words = {
  status: statusWords,
  priority: priorityWords,
  visibility: visibilityWords,
  audience: audienceWords,
  origin: originWords,
};

const toolsFor = ({ language }: Person, settings: MailSettings) => {
  const { applicationName, institution } = settings;
  return { ...mailTools(language, settings), words, applicationName, institution, richText: (html: string) => html };
};

type Tools = ReturnType<typeof toolsFor>;

const json = (value: unknown) => JSON.stringify(value, null, 2);

/** What the first page of the archive lists of a ticket. */
interface Line {
  id: number;
  subject: string;
  service: string;
  status: Status;
  at: Date;
  whole: boolean;
  messages: number;
}

const lineOf = ({ ticket, whole, entries }: TicketPart): Line => {
  const { id, subject, service, status, createdAt: at } = ticket;
  return {
    id,
    subject,
    service,
    status,
    at,
    whole,
    messages: entries.filter(({ message }) => message !== null).length,
  };
};

async function writeTicket(archive: Archive, part: TicketPart, tools: Tools): Promise<void> {
  const folder = `tickets/${part.ticket.id}`;
  await archive.text(`${folder}/index.html`, await renderTemplate('personal-data/ticket', { ...part, ...tools }, true));
  await archive.text(`${folder}/ticket.json`, json(ticketData(part)));
  for (const { place, stored } of part.entries.flatMap(({ files }) => files)) {
    if (place !== null) await archive.file(`${folder}/${place}`, stored);
  }
}

async function writeTickets(archive: Archive, deps: BuildDeps, person: Person, tools: Tools): Promise<Line[]> {
  const lines: Line[] = [];
  for (const id of await ticketsOf(deps.db, person.id)) {
    const part = await ticketPart({ ...deps, t: tools.t }, person, id);
    if (part === null || (!part.whole && part.entries.length === 0)) continue;
    await writeTicket(archive, part, tools);
    lines.push(lineOf(part));
  }
  return lines;
}

async function writeArchive(target: string, deps: BuildDeps, person: Person): Promise<void> {
  const at = deps.now();
  const tools = toolsFor(person, deps.settings);
  const archive = openArchive(target, at);
  const lines = await writeTickets(archive, deps, person, tools);
  const account = await accountData(deps.db, person.id);
  const model = { account, lines, at, ...tools };
  await archive.text('index.html', await renderTemplate('personal-data/index', model, true));
  await archive.text('compte.json', json(account));
  await archive.text('tickets.json', json(lines));
  await archive.end();
}

/** Makes the archive of somebody, as he may read the portal now. Answers its size; done again, it replaces the file. */
export async function buildArchive(
  deps: BuildDeps,
  { id, personId }: { id: string; personId: number },
): Promise<number> {
  const person = await selectPerson(deps.db, personId);
  if (person === null) throw new Error('There is no such person');
  const target = exportPath(deps.dataDir, id);
  await mkdir(exportsFolder(deps.dataDir), { recursive: true });
  try {
    await writeArchive(`${target}.part`, deps, person);
    await rename(`${target}.part`, target);
  } catch (error) {
    await rm(`${target}.part`, { force: true });
    throw error;
  }
  return (await stat(target)).size;
}
