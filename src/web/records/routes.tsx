import { type Context, Hono } from 'hono';
import type { TenantEnv } from '../../auth/actor.ts';
import { requireSession } from '../../auth/identify.ts';
import type { SyncView } from '../../store/sync-row.ts';
import { notFoundPage } from '../errors/answers.ts';
import { showPage, showPart, wantsPart } from '../frame/show.tsx';
import { syncOf, syncsAt } from '../syncs/read.ts';
import { isPreview, scopeWord } from '../syncs/words.ts';
import { readRecordQuery } from './filter.ts';
import { RecordListPart } from './page.tsx';
import { readRecord, readRecords } from './read.ts';
import { RecordPanel } from './record.tsx';

/** `/{tenant}/syncs/{id}/records`: for admins only; a viewer sees 404. */
export const recordPages = new Hono<TenantEnv>();

recordPages.use(requireSession('admin'));

const pageOf = (c: Context<TenantEnv>, sync: SyncView) =>
  ({
    title: `User Records of sync ${sync.id}`,
    section: 'syncs',
    context: (
      <>
        <a href={syncsAt(c)}>People Integration Syncs</a> · {scopeWord(sync)}
      </>
    ),
  }) as const;

recordPages.get('/', async (c) => {
  const sync = await syncOf(c);
  if (!sync) return notFoundPage(c);
  const [list] = await Promise.all([readRecords(c, sync), review(c, sync)]);
  if (wantsPart(c)) return showPart(c, <RecordListPart {...list} />);
  return showPage(c, pageOf(c, sync), <RecordListPart {...list} />);
});

recordPages.get('/:ordinal{[0-9]+}', async (c) => {
  const sync = await syncOf(c);
  const open = sync && (await readRecord(c, sync, Number(c.req.param('ordinal'))));
  if (!open) return notFoundPage(c);
  const { choice, tab } = readRecordQuery(c.req.query());
  const base = syncsAt(c);
  const users = `/${c.var.store.tenant.slug}/users`;
  const panel = <RecordPanel {...open} {...{ sync, base, users, choice, tab }} now={Date.now()} />;
  if (wantsPart(c)) return showPart(c, panel);
  const list = await readRecords(c, sync);
  return showPage(c, { ...pageOf(c, sync), drawer: panel }, <RecordListPart {...list} />);
});

/** An admin who looks at a dry run made with the settings in force has reviewed them: the schedule may write again. */
async function review(c: Context<TenantEnv>, sync: SyncView): Promise<void> {
  const { persisted, scope, state, source, createdAt } = sync;
  // A preview shows a mapping that is not in force.
  if (persisted || scope !== 'full' || state !== 'completed' || isPreview(sync)) return;
  await c.var.store.dataSources.markReviewed(source, createdAt, Date.now());
}
