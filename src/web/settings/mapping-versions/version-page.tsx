import type { FC } from 'hono/jsx';
import type { FieldChange, MappingChange } from '../../../domain/mapping/mapping-changes.ts';
import { attributeLabel } from '../../../domain/user/attributes.ts';
import type { MappingVersion } from '../../../store/mapping/reader.ts';
import { dialogLink } from '../../frame/dialog.tsx';
import { Diff } from '../../frame/diff.tsx';
import { type Column, DataTable } from '../shared/data-table.tsx';

export interface ComparedVersion {
  baseUrl: string;
  shown: MappingVersion;
  /** To compare with; null for the first version. */
  other: MappingVersion | null;
  /** From the earlier version to the later. */
  changes: readonly MappingChange[];
  current: number;
}

export const MappingVersionPage: FC<ComparedVersion> = (view) => {
  const { shown, other, changes, current } = view;
  return (
    <>
      {shown.note && <p class="version-note">{shown.note}</p>}
      {current > 1 && <CompareWith {...view} />}
      <section class="section" aria-labelledby="differs">
        <h2 id="differs">{describeComparison(shown, other)}</h2>
        {changes.length === 0 ? (
          <p class="notice">The two mappings are the same.</p>
        ) : (
          <MappingDiff changes={changes} />
        )}
      </section>
    </>
  );
};

export const VersionActions: FC<Pick<ComparedVersion, 'baseUrl' | 'shown' | 'current'>> = ({
  baseUrl,
  shown: { version },
  current,
}) => (
  <>
    {version > 1 && (
      <a class="button" href={`${baseUrl}/${version - 1}`}>
        Version {version - 1}
      </a>
    )}
    {version < current && (
      <>
        <a class="button" href={`${baseUrl}/${version + 1}`}>
          Version {version + 1}
        </a>
        <a class="button button-primary" id="restore" {...dialogLink(`${baseUrl}/${version}/restore`)}>
          Restore this version
        </a>
      </>
    )}
  </>
);

const CompareWith: FC<ComparedVersion> = ({ baseUrl, shown, other, current }) => (
  <form class="compare" method="get" action={`${baseUrl}/${shown.version}`}>
    <label for="with">Compare with version</label>
    <input
      class="input"
      type="number"
      id="with"
      name="with"
      min="1"
      max={String(current)}
      value={other ? String(other.version) : ''}
      required
    />
    <button class="button" type="submit">
      Compare
    </button>
  </form>
);

const describeComparison = ({ version }: MappingVersion, other: MappingVersion | null): string =>
  other === null
    ? 'The first version'
    : `From version ${Math.min(version, other.version)} to version ${Math.max(version, other.version)}`;

const RULE_LABELS: Record<string, string> = {
  restricted_role: 'Restricted role',
  include: 'Include',
  primary_row: 'Primary row',
  no_email: 'People without an e-mail',
  create_days_before_hire: 'Create days before hire date',
  custom: 'Custom attributes',
};

const PART_LABELS: Record<string, string> = {
  expression: 'Expression',
  null_policy: 'When empty',
  export: 'In CSV exports',
  type: 'Type',
  order: 'Order',
};

const PLAIN_RULES = new Set(['no_email', 'create_days_before_hire']);

const CHANGE_LABELS: Record<MappingChange['kind'], string> = { added: 'Added', removed: 'Removed', changed: 'Changed' };

const partLabel = (key: string, { field }: FieldChange): string => {
  if (field === 'expression' && PLAIN_RULES.has(key)) return 'Value';
  return field.startsWith('values.') ? `“${field.slice('values.'.length)}” means` : (PART_LABELS[field] ?? field);
};

interface DiffRow {
  change: MappingChange;
  field: FieldChange;
  isFirst: boolean;
}

const DIFF_COLUMNS: Column<DiffRow>[] = [
  {
    label: 'Attribute',
    cell: ({ change: { key, kind }, isFirst }) => (
      <>
        <span class={isFirst ? undefined : 'said-above'}>{RULE_LABELS[key] ?? attributeLabel(key)}</span>
        {isFirst && kind !== 'changed' && <span class="cell-sub">{CHANGE_LABELS[kind]}</span>}
      </>
    ),
  },
  { label: 'Part', cell: ({ change, field }) => partLabel(change.key, field) },
  {
    label: 'Before and after',
    class: 'cell-code',
    cell: ({ field }) => <Diff before={field.before} after={field.after} />,
  },
];

export const MappingDiff: FC<{ changes: readonly MappingChange[] }> = ({ changes }) => {
  const rows = changes.flatMap((change) =>
    change.fields.map((field, index): DiffRow => ({ change, field, isFirst: index === 0 })),
  );
  return <DataTable caption="What differs" columns={DIFF_COLUMNS} rows={rows} class="mapping-diff" />;
};
