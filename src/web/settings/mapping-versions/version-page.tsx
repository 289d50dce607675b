import type { FC } from 'hono/jsx';
import type { FieldChange, MappingChange } from '../../../domain/mapping/mapping-changes.ts';
import { attributeLabel } from '../../../domain/user/attributes.ts';
import type { MappingVersion } from '../../../store/mapping/reader.ts';
import { dialogLink } from '../../frame/dialog.tsx';
import { Diff } from '../../frame/diff.tsx';

export interface ComparedVersion {
  /** `/{tenant}/settings/mapping/{source}/versions`. */
  baseUrl: string;
  /** The version in the path. */
  shown: MappingVersion;
  /** The version that it is compared with; null for the first. */
  other: MappingVersion | null;
  /** From the earlier to the later. */
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

/** Labels of rules, which are no attributes. */
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

/** Rules that hold a plain value. */
const PLAIN_RULES = new Set(['no_email', 'create_days_before_hire']);

const CHANGE_LABELS: Record<MappingChange['kind'], string> = { added: 'Added', removed: 'Removed', changed: 'Changed' };

const partLabel = (key: string, { field }: FieldChange): string => {
  if (field === 'expression' && PLAIN_RULES.has(key)) return 'Value';
  return field.startsWith('values.') ? `“${field.slice('values.'.length)}” means` : (PART_LABELS[field] ?? field);
};

export const MappingDiff: FC<{ changes: readonly MappingChange[] }> = ({ changes }) => (
  <div class="table-box">
    <table class="table mapping-diff">
      <caption class="visually-hidden">What differs</caption>
      <thead>
        <tr>
          <th scope="col">Attribute</th>
          <th scope="col">Part</th>
          <th scope="col">Before and after</th>
        </tr>
      </thead>
      <tbody>
        {changes.map(({ key, kind, fields }) =>
          fields.map((field, place) => (
            <tr>
              <td data-label="Attribute">
                <span class={place > 0 ? 'said-above' : undefined}>{RULE_LABELS[key] ?? attributeLabel(key)}</span>
                {place === 0 && kind !== 'changed' && <span class="cell-sub">{CHANGE_LABELS[kind]}</span>}
              </td>
              <td data-label="Part">{partLabel(key, field)}</td>
              <td data-label="Before and after" class="cell-code">
                <Diff before={field.before} after={field.after} />
              </td>
            </tr>
          )),
        )}
      </tbody>
    </table>
  </div>
);
