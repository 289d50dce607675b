import type { FC } from 'hono/jsx';
import type { RecordView } from '../../store/record-row.ts';
import type { SyncView } from '../../store/sync-row.ts';
import { Email } from '../frame/email.tsx';
import { addressOf } from '../frame/query.ts';
import { OutcomeBadge } from '../frame/status.tsx';
import { RowMenu } from '../frame/table.tsx';
import { Time } from '../frame/time.tsx';
import { attributeLabel, counted, listed, reasonOf } from '../frame/words.ts';
import type { RecordChoice, Tab } from './filter.ts';

/** Opens a record in the drawer, as the table around says; without a script, as a page. */
const opens = (href: string) => ({ href, 'hx-get': href });

/** Who a record is about: the user, or greyed what the payload itself said. */
export const whoOf = ({
  user,
  label,
  ordinal,
}: RecordView): { name: string; email: string | null; known: boolean } => ({
  name: user?.full_name ?? label?.full_name ?? label?.email ?? `Record ${ordinal + 1}`,
  email: user?.email ?? (label?.full_name ? label.email : null),
  known: user !== null,
});

/** Why a record came out as it did, in words. */
export const becauseOf = (record: RecordView): string | null =>
  reasonOf({ ...record, absent: record.payload === null });

const MOST_NAMED = 3;

/** What changed, by name. */
export function changeWords({ outcome, changes }: RecordView): string | null {
  if (changes.length === 0 || outcome === 'created' || outcome === 'terminated') return null;
  if (changes.length > MOST_NAMED) return counted(changes.length, 'attribute');
  return listed(changes.map(({ attribute }) => attributeLabel(attribute)));
}

const Entry: FC<{ word: string; href: string | null; id: string }> = ({ word, href, id }) =>
  href ? (
    <a id={id} {...opens(href)}>
      {word}
    </a>
  ) : (
    <button type="button" disabled>
      {word}
    </button>
  );

interface Row {
  record: RecordView;
  sync: SyncView;
  /** `/{tenant}/syncs/{id}/records`. */
  at: string;
  choice: RecordChoice;
  now: number;
}

/** One user record in the list. */
export const RecordRow: FC<Row> = ({ record, sync, at, choice, now }) => {
  const { ordinal, changes, errors } = record;
  const { name, email, known } = whoOf(record);
  const href = (tab?: Tab) => addressOf(`${at}/${ordinal}`, { ...choice, tab });
  const because = becauseOf(record);
  const changed = changeWords(record);
  return (
    <tr data-row aria-current={choice.user !== undefined && record.user?.id === choice.user ? 'true' : undefined}>
      <td data-label="Sync ID">{sync.id}</td>
      <td class="cell-person" data-label="User">
        <a class={known ? 'row-link' : 'row-link muted'} id={`record-${ordinal}`} {...opens(href())}>
          {name}
        </a>
        {email && (
          <span class="cell-sub">
            <Email of={email} />
          </span>
        )}
      </td>
      <td data-label="Status">
        <OutcomeBadge outcome={record.outcome} />
        {because && <span class="cell-note">{because}</span>}
        {changed && <span class="cell-note">{changed}</span>}
      </td>
      <td data-label="Is persisted">
        {record.persisted ? 'Yes' : 'No'}
        {!sync.persisted && <span class="cell-sub">dry run</span>}
      </td>
      <td class="cell-person" data-label="Created by">
        <Email of={sync.createdBy} />
      </td>
      <td data-label="Created at">
        <Time at={sync.createdAt} now={now} />
      </td>
      <td data-label="Finished at">
        <Time at={sync.finishedAt} now={now} />
      </td>
      <td class="cell-menu">
        <RowMenu of={name} id={`menu-${ordinal}`}>
          <Entry id={`payload-${ordinal}`} word="View payload" href={href('payload')} />
          <Entry
            id={`changes-${ordinal}`}
            word="Updated attributes"
            href={changes.length > 0 ? href('changes') : null}
          />
          <Entry id={`errors-${ordinal}`} word="Error messages" href={errors.length > 0 ? href('errors') : null} />
        </RowMenu>
      </td>
    </tr>
  );
};
