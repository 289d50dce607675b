import type { FC } from 'hono/jsx';
import { attributeLabel } from '../../domain/user/attributes.ts';
import { indentJson } from '../../lib/json-indent.ts';
import type { UserRecord } from '../../store/records/reader.ts';
import type { Sync } from '../../store/syncs/reader.ts';
import { Diff } from '../frame/diff.tsx';
import { Drawer, type Fact, Facts, Tabs } from '../frame/drawer.tsx';
import { Icon } from '../frame/icons.tsx';
import { errorLabel, formatAttribute, formatBytes, formatCount } from '../frame/labels.ts';
import { OutcomeBadge } from '../frame/status.tsx';
import { BreakableEmail } from '../frame/table.tsx';
import { Time } from '../frame/time.tsx';
import { buildUrl } from '../frame/urls.ts';
import { UserHistory } from '../users/history.tsx';
import type { RecordDetails } from './load-records.ts';
import type { RecordFilterQuery, RecordTab } from './record-filters.tsx';
import { recordPerson, recordReason } from './record-list.tsx';

interface RecordPanelProps extends RecordDetails {
  sync: Sync;
  syncsPath: string;
  usersPath: string;
  query: RecordFilterQuery;
  tab: RecordTab | undefined;
}

function defaultTab({ errors, changes }: UserRecord): RecordTab {
  if (errors.length > 0) return 'errors';
  return changes.length > 0 ? 'changes' : 'payload';
}

export const RecordPanel: FC<RecordPanelProps> = (panel) => {
  const { sync, syncsPath, usersPath, record, payload, history, query } = panel;
  const tab = panel.tab ?? defaultTab(record);
  const recordsPath = `${syncsPath}/${sync.id}/records`;
  const tabUrl = (to: RecordTab) => buildUrl(`${recordsPath}/${record.ordinal}`, { ...query, tab: to });
  const { name, email, isUser } = recordPerson(record);
  const reason = recordReason(record);
  const otherSyncs = history.filter((entry) => entry.sync.id !== sync.id);
  const tabs: { label: string; key: RecordTab; count?: number }[] = [
    { label: 'Updated attributes', key: 'changes', count: record.changes.length },
    { label: 'Payload', key: 'payload' },
    { label: 'Error messages', key: 'errors', count: record.errors.length },
  ];
  if (isUser) tabs.push({ label: 'History', key: 'history', count: otherSyncs.length });
  return (
    <Drawer
      title={isUser ? <a href={`${usersPath}/${record.user?.id}`}>{name}</a> : <span class="muted">{name}</span>}
      context={email ? <BreakableEmail text={email} /> : !isUser && 'Nobody in the directory matched.'}
      close={buildUrl(recordsPath, { ...query })}
    >
      <p class="record-line">
        <OutcomeBadge outcome={record.outcome} />
        {reason && <span>{reason}.</span>}
        <span class="muted">
          {persistedNote(record, sync)} in sync {sync.id}, <Time at={sync.createdAt} />
        </span>
      </p>
      <Tabs
        label="Views of this record"
        target="#drawer"
        tabs={tabs.map(({ label, key, count }) => ({
          id: `tab-${key}`,
          label,
          href: tabUrl(key),
          current: key === tab,
          count,
        }))}
      />
      {tab === 'changes' && <ChangesTab record={record} />}
      {tab === 'payload' && <PayloadTab record={record} payload={payload} syncsPath={syncsPath} />}
      {tab === 'errors' && <ErrorsTab record={record} />}
      {tab === 'history' && <UserHistory entries={otherSyncs} syncsPath={syncsPath} />}
    </Drawer>
  );
};

function persistedNote(record: UserRecord, sync: Sync): string {
  if (record.persisted) return 'Persisted';
  return sync.persisted ? 'Not persisted' : 'Dry run, not persisted';
}

/** Bounds the size of the page. The API returns whole payloads. */
const MAX_CHARACTERS = 60_000;

const ChangesTab: FC<{ record: UserRecord }> = ({ record }) => {
  if (record.changes.length === 0) {
    return (
      <p class="muted">
        {record.outcome === 'terminated' ? 'Access ends; attributes stay as they are.' : 'No attribute changes.'}
      </p>
    );
  }
  return (
    <table class="table table-fixed">
      <caption class="visually-hidden">Updated attributes</caption>
      <thead>
        <tr>
          <th scope="col">Attribute</th>
          <th scope="col">Before → after</th>
        </tr>
      </thead>
      <tbody>
        {record.changes.map(({ attribute, before, after }) => (
          <tr>
            <th scope="row">{attributeLabel(attribute)}</th>
            <td>
              <Diff before={formatAttribute(before)} after={formatAttribute(after)} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
};

const PayloadTab: FC<{ record: UserRecord; payload: RecordDetails['payload']; syncsPath: string }> = ({
  record,
  payload,
  syncsPath,
}) => {
  if (payload === null) return <p class="muted">{missingPayloadReason(record)}</p>;
  const { text } = payload;
  const shown = indentJson(text.slice(0, MAX_CHARACTERS)).slice(0, MAX_CHARACTERS);
  return (
    <>
      {record.payload === null && (
        <p class="notice">
          <span>
            Absent from this snapshot. The last payload seen is from{' '}
            <a href={`${syncsPath}/${payload.sync.id}/records`}>sync {payload.sync.id}</a>.
          </span>
        </p>
      )}
      {text.length > MAX_CHARACTERS && (
        <p class="notice">
          The first {formatCount(MAX_CHARACTERS)} characters of {formatBytes(text.length)}.
        </p>
      )}
      <div class="payload">
        <div class="payload-bar">
          <span>As received, {formatBytes(new TextEncoder().encode(text).length)}</span>
          <button type="button" class="button button-small" data-copy="#payload-text">
            <Icon name="copy" />
            Copy
          </button>
        </div>
        {/* The tab stop lets a keyboard scroll the box. */}
        <section class="code-box" aria-label="Payload" tabindex={0}>
          <pre class="code" id="payload-text">
            {shown}
          </pre>
        </section>
      </div>
    </>
  );
};

function missingPayloadReason(record: UserRecord): string {
  if (record.removed) return 'The personal data of this user was removed, and this payload with it.';
  if (record.payload === null) return 'This person was absent, and no payload of an earlier sync is kept.';
  return 'This payload is no longer kept.';
}

const ErrorsTab: FC<{ record: UserRecord }> = ({ record }) =>
  record.errors.length === 0 ? (
    <p class="muted">There are no error messages.</p>
  ) : (
    record.errors.map((error) => (
      <section class="error-message" aria-label={errorLabel(error.code)}>
        <h3>{errorLabel(error.code)}</h3>
        <p>{error.message}</p>
        <Facts facts={errorFacts(error)} />
      </section>
    ))
  );

function errorFacts({ code, attribute, expression, received }: UserRecord['errors'][number]): Fact[] {
  const facts: Fact[] = [];
  if (attribute) facts.push(['Attribute', attributeLabel(attribute)]);
  if (expression) facts.push(['Expression', <code>{expression}</code>]);
  if (received) facts.push(['Received', <code>{received}</code>]);
  return [...facts, ['Code', <code>{code}</code>]];
}
