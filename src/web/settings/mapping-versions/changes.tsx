import type { FC } from 'hono/jsx';
import type { FieldChange, MappingChange } from '../../../domain/mapping/mapping-changes.ts';
import { Diff } from '../../frame/diff.tsx';
import { attributeLabel } from '../../frame/words.ts';

/** What is no attribute but a rule for the whole record. */
const RULES: Record<string, string> = {
  restricted_role: 'Restricted role',
  include: 'Include',
  primary_row: 'Primary row',
  no_email: 'People without an e-mail',
  create_days_before_hire: 'Create days before hire date',
  custom: 'Custom attributes',
};

const FIELDS: Record<string, string> = {
  expression: 'Expression',
  null_policy: 'When empty',
  export: 'In CSV exports',
  type: 'Type',
  order: 'Order',
};

/** Rules of one value have no expression of their own. */
const PLAIN_RULES = new Set(['no_email', 'create_days_before_hire']);

const KINDS: Record<MappingChange['kind'], string> = { added: 'Added', removed: 'Removed', changed: 'Changed' };

const fieldWord = (key: string, { field }: FieldChange): string => {
  if (field === 'expression' && PLAIN_RULES.has(key)) return 'Value';
  return field.startsWith('values.') ? `“${field.slice('values.'.length)}” means` : (FIELDS[field] ?? field);
};

/** What differs between two mappings, attribute by attribute. */
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
                <span class={place > 0 ? 'said-above' : undefined}>{RULES[key] ?? attributeLabel(key)}</span>
                {place === 0 && kind !== 'changed' && <span class="cell-sub">{KINDS[kind]}</span>}
              </td>
              <td data-label="Part">{fieldWord(key, field)}</td>
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
