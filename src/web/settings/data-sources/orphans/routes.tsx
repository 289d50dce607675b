import { type Context, Hono } from 'hono';
import { z } from 'zod';
import type { TenantEnv } from '../../../../auth/actor.ts';
import type { Chosen } from '../../../../store/orphans.ts';
import { decideOrphans, readOrphans } from '../../../../syncs/users/decide-orphans.ts';
import { ask, goTo } from '../../../frame/dialog.tsx';
import { showPage } from '../../../frame/show.tsx';
import { sourcesAt } from '../read.ts';
import { OrphanPart } from './page.tsx';
import { orphanQuestion } from './question.tsx';

const ROWS = 100;

const id = z.coerce
  .number()
  .int()
  .min(1)
  .max(2 ** 30);
const ids = z.preprocess((value) => (value === undefined ? [] : [value].flat()), z.array(id).max(ROWS)).catch([]);
const choiceSchema = z.object({
  fate: z.enum(['end', 'keep']).catch('keep'),
  user: ids,
  all: z.literal('yes').optional().catch(undefined),
});

/** `/{tenant}/settings/data-sources/orphans`: users left over from a data source that is off. */
export const orphanPages = new Hono<TenantEnv>();

const orphansAt = (c: Context<TenantEnv>): string => `${sourcesAt(c)}/orphans`;

orphanPages.get('/', async (c) => {
  const after = id.catch(0).parse(c.req.query('after'));
  const found = await readOrphans(c.var.store, after, ROWS + 1);
  const view = {
    ...found,
    list: found.list.slice(0, ROWS),
    more: found.list.length > ROWS,
    after,
    nobodyTicked: c.req.query('ticked') === 'nobody',
    at: orphansAt(c),
    users: `/${c.var.store.tenant.slug}/users`,
  };
  const context = 'Users who came from a data source that is off, and whom the one in use does not send.';
  return showPage(c, { title: 'Users left over', section: 'settings', context }, <OrphanPart {...view} />);
});

orphanPages.get('/decide', async (c) => {
  const { fate, user, all } = choiceSchema.parse({ ...c.req.query(), user: c.req.queries('user') });
  const who: Chosen = all === 'yes' ? 'all' : user;
  if (who.length === 0) return c.redirect(`${orphansAt(c)}?ticked=nobody`, 303);
  const { count } = await readOrphans(c.var.store, 0, 1);
  return ask(c, orphanQuestion({ at: orphansAt(c), who, fate, count }));
});

orphanPages.post('/decide', async (c) => {
  const { fate, user, all } = choiceSchema.parse(await c.req.parseBody({ all: true }));
  const who: Chosen = all === 'yes' ? 'all' : user;
  await decideOrphans(c.env, c.var.store.tenant, who, fate, c.var.actor.label);
  return goTo(c, orphansAt(c));
});
