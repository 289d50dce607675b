import type { FC } from 'hono/jsx';
import { z } from 'zod';
import { RECORD_ERROR_CODES } from '../../domain/shared/record-error.ts';
import { OUTCOMES } from '../../domain/sync/vocabulary.ts';
import { attributeLabel, STANDARD_ATTRIBUTES } from '../../domain/user/attributes.ts';
import {
  type ActiveFilter,
  ActiveFilters,
  FilterBar,
  FilterLinks,
  FilterSelect,
  SearchBox,
} from '../frame/filter-bar.tsx';
import { ERROR_OPTIONS, errorLabel } from '../frame/labels.ts';
import { outcomeLabel } from '../frame/status.tsx';

const RECORD_TABS = ['changes', 'payload', 'errors', 'history'] as const;
export type RecordTab = (typeof RECORD_TABS)[number];

const ordinal = z.coerce
  .number()
  .int()
  .min(0)
  .max(2 ** 40);

/** Invalid parameters are ignored, to keep old links working. */
const querySchema = z.object({
  outcome: z.enum(OUTCOMES).optional().catch(undefined),
  q: z.string().trim().min(1).max(100).optional().catch(undefined),
  user: z.coerce.number().int().positive().optional().catch(undefined),
  changed: z.string().min(1).max(100).optional().catch(undefined),
  error: z.enum(RECORD_ERROR_CODES).optional().catch(undefined),
  after: ordinal.optional().catch(undefined),
  before: ordinal.optional().catch(undefined),
  tab: z.enum(RECORD_TABS).optional().catch(undefined),
});
type Query = z.infer<typeof querySchema>;

export type RecordFilterQuery = Omit<Query, 'after' | 'before' | 'tab'>;
export type RecordCursor = Pick<Query, 'after' | 'before'>;

export function parseRecordQuery(params: Record<string, string>): {
  query: RecordFilterQuery;
  cursor: RecordCursor;
  tab: RecordTab | undefined;
} {
  const { after, before, tab, ...query } = querySchema.parse(params);
  return { query, cursor: { after, before }, tab };
}

export const hasRecordFilter = (query: RecordFilterQuery): boolean =>
  Object.values(query).some((value) => value !== undefined);

function activeFilters(query: RecordFilterQuery, userName: string | null): ActiveFilter[] {
  const { outcome, q, user, changed, error } = query;
  const chips: ActiveFilter[] = [];
  if (user !== undefined) chips.push({ name: 'User', value: userName ?? `no user ${user}`, keys: ['user'] });
  if (q !== undefined) chips.push({ name: 'User', value: `has “${q}”`, keys: ['q'] });
  if (outcome !== undefined) chips.push({ name: 'Status', value: outcomeLabel(outcome), keys: ['outcome'] });
  if (changed !== undefined) chips.push({ name: 'Changed', value: attributeLabel(changed), keys: ['changed'] });
  if (error !== undefined) chips.push({ name: 'Error', value: errorLabel(error), keys: ['error'] });
  return chips;
}

interface RecordFiltersProps {
  path: string;
  query: RecordFilterQuery;
  userName: string | null;
  customAttributes: readonly string[];
}

/** A search covers all records: it replaces the other filters. */
export const RecordFilters: FC<RecordFiltersProps> = ({ path, query, userName, customAttributes }) => {
  const { q: _, user: __, ...rest } = query;
  const shared = { path, query: rest };
  const attributeKeys = [...STANDARD_ATTRIBUTES.map(({ key }) => key), ...customAttributes];
  return (
    <FilterBar
      subject="user records"
      search={<SearchBox path={path} value={query.q} label="Name, e-mail or employee ID" />}
    >
      <ActiveFilters path={path} query={query} chips={activeFilters(query, userName)} />
      <FilterLinks
        {...shared}
        label="Status"
        name="outcome"
        options={OUTCOMES.map((outcome) => [outcome, outcomeLabel(outcome)])}
      />
      <FilterSelect
        {...shared}
        label="Changed attribute"
        name="changed"
        options={attributeKeys.map((key) => [key, attributeLabel(key)])}
      />
      <FilterSelect {...shared} label="Error" name="error" options={ERROR_OPTIONS} />
    </FilterBar>
  );
};
