import { type Context, Hono } from 'hono';
import { markReviewed } from '../../app/syncs/mark-reviewed.ts';
import type { TenantEnv } from '../../auth/actor.ts';
import { requireSession } from '../../auth/identify.ts';
import type { Sync } from '../../store/syncs/reader.ts';
import { notFoundPage } from '../frame/errors.tsx';
import { isFragmentRequest, renderFragment, renderPage } from '../frame/render.tsx';
import { findSync, syncsUrl } from '../syncs/load-syncs.ts';
import { scopeLabel } from '../syncs/sync-labels.ts';
import { loadRecordDetails, loadRecords } from './load-records.ts';
import { parseRecordQuery } from './record-filters.tsx';
import { RecordList } from './record-list.tsx';
import { RecordPanel } from './record-panel.tsx';

export const recordPages = new Hono<TenantEnv>();

recordPages.use(requireSession('admin'));

const pageProps = (c: Context<TenantEnv>, sync: Sync) =>
  ({
    title: `User Records of sync ${sync.id}`,
    section: 'syncs',
    context: (
      <>
        <a href={syncsUrl(c)}>People Integration Syncs</a> · {scopeLabel(sync)}
      </>
    ),
  }) as const;

recordPages.get('/', async (c) => {
  const sync = await findSync(c);
  if (!sync) return notFoundPage(c);
  const [list] = await Promise.all([loadRecords(c, sync), markReviewed(c.env, c.var.store.tenant, sync)]);
  if (isFragmentRequest(c)) return renderFragment(c, <RecordList {...list} />);
  return renderPage(c, pageProps(c, sync), <RecordList {...list} />);
});

recordPages.get('/:ordinal{[0-9]+}', async (c) => {
  const sync = await findSync(c);
  const details = sync && (await loadRecordDetails(c, sync, Number(c.req.param('ordinal'))));
  if (!details) return notFoundPage(c);
  const { query, tab } = parseRecordQuery(c.req.query());
  const syncsPath = syncsUrl(c);
  const usersPath = `/${c.var.store.tenant.slug}/users`;
  const panel = (
    <RecordPanel {...details} sync={sync} syncsPath={syncsPath} usersPath={usersPath} query={query} tab={tab} />
  );
  if (isFragmentRequest(c)) return renderFragment(c, panel);
  const list = await loadRecords(c, sync);
  return renderPage(c, { ...pageProps(c, sync), drawer: panel }, <RecordList {...list} />);
});
