import type { Context } from 'hono';
import type { TenantEnv } from '../../auth/actor.ts';
import type { AdminRole } from '../../store/auth/tables.ts';
import type { FilterableList } from '../../store/filters/tables.ts';
import type { SectionKey } from '../frame/navigation.ts';

/** The saved filters of one list, in the words and at the addresses of its pages. */
export interface SavedFilterKind {
  list: FilterableList;
  section: SectionKey;
  /** Segment, saved filter. */
  noun: string;
  title: string;
  /** What they are for, under the title. */
  context: string;
  /** Who may see them; only admins change them. */
  readableBy: AdminRole;
  /** The path of the list below the tenant, and of these pages below the list. */
  path: { list: string; saved: string };
  /** What queries show, in words, one each. */
  describe: (c: Context<TenantEnv>, queries: readonly string[]) => Promise<string[]>;
  /** The query with which the list shows one of them. */
  openQuery: (filter: { name: string; query: string }) => string;
}
