import type { FC } from 'hono/jsx';
import type { RecordView } from '../../store/record-row.ts';
import type { SyncView } from '../../store/sync-row.ts';
import { Email } from '../frame/email.tsx';
import { Drawer, Tabs } from '../frame/panel.tsx';
import { addressOf } from '../frame/query.ts';
import { OutcomeBadge } from '../frame/status.tsx';
import { Time } from '../frame/time.tsx';
import { History } from '../users/history.tsx';
import type { RecordChoice, Tab } from './filter.ts';
import { becauseOf, whoOf } from './parts.tsx';
import type { OpenRecord } from './read.ts';
import { ChangesTab, ErrorsTab, PayloadTab } from './tabs.tsx';

interface Panel extends OpenRecord {
  sync: SyncView;
  /** `/{tenant}/syncs`. */
  base: string;
  /** `/{tenant}/users`. */
  users: string;
  choice: RecordChoice;
  tab: Tab | undefined;
  now: number;
}

/** What somebody most likely came for: what is wrong, else what changed, else what came in. */
const firstTab = ({ errors, changes }: RecordView): Tab =>
  errors.length > 0 ? 'errors' : changes.length > 0 ? 'changes' : 'payload';

/** One record as a panel on the right, with an address of its own. */
export const RecordPanel: FC<Panel> = (panel) => {
  const { sync, base, users, record, payload, history, choice, now } = panel;
  const tab = panel.tab ?? firstTab(record);
  const at = `${base}/${sync.id}/records`;
  const href = (to: Tab) => addressOf(`${at}/${record.ordinal}`, { ...choice, tab: to });
  const { name, email, known } = whoOf(record);
  const because = becauseOf(record);
  const elsewhere = history.filter((entry) => entry.sync.id !== sync.id);
  const tabs = [
    { word: 'Updated attributes', to: 'changes', count: record.changes.length },
    { word: 'Payload', to: 'payload' },
    { word: 'Error messages', to: 'errors', count: record.errors.length },
    ...(known ? [{ word: 'History', to: 'history', count: elsewhere.length } as const] : []),
  ] satisfies { word: string; to: Tab; count?: number }[];
  return (
    <Drawer
      title={known ? <a href={`${users}/${record.user?.id}`}>{name}</a> : <span class="muted">{name}</span>}
      context={email ? <Email of={email} /> : known ? undefined : 'Nobody in the directory matched.'}
      close={addressOf(at, { ...choice })}
    >
      <p class="record-line">
        <OutcomeBadge outcome={record.outcome} />
        {because && <span>{because}.</span>}
        <span class="muted">
          {record.persisted ? 'Persisted' : sync.persisted ? 'Not persisted' : 'Dry run, not persisted'} in sync{' '}
          {sync.id}, <Time at={sync.createdAt} now={now} />
        </span>
      </p>
      <Tabs
        label="Views of this record"
        target="#drawer"
        tabs={tabs.map(({ word, to, count }) => ({ word, count, href: href(to), on: to === tab, id: `tab-${to}` }))}
      />
      {tab === 'changes' && <ChangesTab record={record} />}
      {tab === 'payload' && <PayloadTab record={record} payload={payload} base={base} />}
      {tab === 'errors' && <ErrorsTab record={record} />}
      {tab === 'history' && <History entries={elsewhere} base={base} now={now} />}
    </Drawer>
  );
};
