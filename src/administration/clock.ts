import { z } from 'zod';
import { type Db, rows } from '../db/connection.ts';
import { NotFound } from '../web/errors.ts';
import { flash } from '../web/flash.ts';
import { type PageModel, page, translatorOf } from '../web/page.ts';
import { routes } from '../web/routes.ts';
import { askSql, type ClockTask, clockTasks, schedule } from '../worker/schedule.ts';

interface LastRun {
  startedAt: Date | null;
  endedAt: Date | null;
  done: number | null;
  error: string | null;
  nextAt: Date | null;
}

interface ClockPage extends PageModel {
  tasks: readonly (LastRun & { name: ClockTask; label: string; did: string })[];
}

const clockPage = page<ClockPage>('administration/clock');
const never: LastRun = { startedAt: null, endedAt: null, done: null, error: null, nextAt: null };
const taskParams = z.object({ task: z.enum(clockTasks as [ClockTask, ...ClockTask[]]) });

async function tasksNow(db: Db): Promise<ClockPage['tasks']> {
  const runs = await rows<LastRun & { name: string }>(
    db,
    'select name, started_at, ended_at, done, error, next_at from clock_tasks',
  );
  return clockTasks.map((name) => ({
    ...(runs.find((run) => run.name === name) ?? never),
    name,
    label: schedule[name].label,
    did: schedule[name].did,
  }));
}

/** What the clock did and will do, for administrators, who may have it done now. */
export function clockRoutes({ db }: { db: Db }) {
  const router = routes('admin');
  router.get('/administration/clock', async (_req, res) =>
    clockPage(res, { title: translatorOf(res)('Horloge'), current: 'administration', tasks: await tasksNow(db) }),
  );
  router.post('/administration/clock/:task', async (req, res) => {
    const asked = taskParams.safeParse(req.params);
    if (!asked.success) throw new NotFound('Cette tâche n’existe pas.');
    const { task } = asked.data;
    await db.raw(askSql, { task });
    const t = translatorOf(res);
    flash(req, {
      tone: 'ok',
      text: t('« {{task}} » est demandé, et fait dans un instant.', { task: t(schedule[task].label) }),
    });
    res.redirect(303, '/administration/clock');
  });
  return router;
}
