import type { Context } from 'hono';
import type { TenantEnv } from '../../auth/actor.ts';
import type { AdminRole } from '../../store/auth/tables.ts';
import type { FilterableList } from '../../store/filters/tables.ts';
import type { SectionKey } from '../frame/navigation.ts';

/** The saved filters of one list: names, URLs and access. */
export interface SavedFilterKind {
  list: FilterableList;
  section: SectionKey;
  /** Such as "segment". */
  noun: string;
  title: string;
  /** The line under the title. */
  context: string;
  /** The role that may read them. Only admins change them. */
  readableBy: AdminRole;
  /** The path of the list below the tenant, and of these pages below the list. */
  path: { list: string; saved: string };
  /** Each query in words. */
  describe: (c: Context<TenantEnv>, queries: readonly string[]) => Promise<string[]>;
  /** The query of the list that applies a saved filter. */
  openQuery: (filter: { name: string; query: string }) => string;
}
