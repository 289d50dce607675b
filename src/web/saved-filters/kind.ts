import type { Context } from 'hono';
import type { TenantEnv } from '../../auth/actor.ts';
import type { AdminRole } from '../../store/auth/tables.ts';
import type { FilterableList } from '../../store/filters/tables.ts';
import type { SectionKey } from '../frame/navigation.ts';

export interface SavedFilterKind {
  list: FilterableList;
  section: SectionKey;
  /** Such as "segment". */
  noun: string;
  title: string;
  context: string;
  /** Only admins change them. */
  readableBy: AdminRole;
  /** `list` is below the tenant, `saved` below the list. */
  path: { list: string; saved: string };
  /** Each query in words, in the same order. */
  describe: (c: Context<TenantEnv>, queries: readonly string[]) => Promise<string[]>;
  /** The query of the list that applies a saved filter. */
  openQuery: (filter: { name: string; query: string }) => string;
}
