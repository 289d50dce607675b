import type { Context } from 'hono';
import { z } from 'zod';
import type { TenantEnv } from '../../auth/actor.ts';
import { type Fault, fault } from '../../domain/fault.ts';
import { readCondition } from '../../domain/user/filter/condition.ts';
import { type Field, fieldsOf } from '../../domain/user/filter/fields.ts';
import { USER_STATES } from '../../domain/user/filter/filter.ts';
import type { SavedFilter } from '../../store/saved-filters.ts';
import { readUserFilter } from '../../syncs/users/user-filter.ts';
import { pageOf } from '../frame/query.ts';
import { syncsAt } from '../syncs/read.ts';
import { readAdding } from './adding.ts';
import { type UserChoice, type UserList, withQuery } from './list.ts';

const ROWS = 50;

const id = z.coerce
  .number()
  .int()
  .min(1)
  .max(2 ** 30);
const placeSchema = z.object({ after: id.optional().catch(undefined), before: id.optional().catch(undefined) });

export const usersAt = (c: Context<TenantEnv>): string => `/${c.var.store.tenant.slug}/users`;
export const isAdmin = (c: Context<TenantEnv>): boolean => c.var.actor.role === 'admin';

/** What of an address is its filter; a segment that it names comes first. */
function choiceOf(address: URLSearchParams, segment: SavedFilter | null, fields: readonly Field[]): UserChoice {
  const saved = new URLSearchParams(segment?.query);
  const query = new URLSearchParams();
  const search = (address.get('q') ?? saved.get('q'))?.trim().slice(0, 100) || undefined;
  const state = USER_STATES.find((one) => one === (address.get('state') ?? saved.get('state')));
  if (search) query.set('q', search);
  if (state) query.set('state', state);
  const wheres = [...saved.getAll('where'), ...address.getAll('where')];
  for (const where of wheres) query.append('where', where);
  const conditions = wheres.map((where) => ({ where, read: readCondition(where, fields) }));
  return { search, state, conditions, query, segment: address.get('segment') };
}

/** What the address asks for: a page of users, or that a filter be added and the address become another one. */
export type Asked = { go: string } | { list: UserList; fault: Fault | null };

/** Reads one page of users as the address asks for it. */
export async function readUsers(c: Context<TenantEnv>): Promise<Asked> {
  const { store } = c.var;
  const address = new URL(c.req.url).searchParams;
  const at = usersAt(c);
  const [definitions, segments] = await Promise.all([store.mappings.definitions(), store.savedFilters.list('users')]);
  const fields = fieldsOf(definitions);
  const named = address.get('segment')?.toLowerCase();
  const choice = choiceOf(address, segments.find(({ name }) => name.toLowerCase() === named) ?? null, fields);
  const adding = readAdding(address, fields);
  if (adding?.where) {
    const query = new URLSearchParams(choice.query);
    query.append('where', adding.where);
    return { go: withQuery(at, query) };
  }
  const place = placeSchema.parse(Object.fromEntries(address));
  const filter = await readUserFilter(store, address);
  const [found, counts] = await Promise.all([
    filter.ok ? store.users.list({ ...placed(place), limit: ROWS + 1 }, filter.value) : [],
    store.users.count(),
  ]);
  // pageOf speaks of lists with the newest on top; this one begins with the oldest.
  const { shown, hasEarlier, hasLater } = pageOf(found, ROWS, { before: place.after, after: place.before });
  const list = {
    at,
    choice,
    fields,
    adding,
    segments,
    fault: filter.ok ? null : filter.fault,
    users: shown,
    counts,
    previous: hasEarlier,
    next: hasLater,
    isAdmin: isAdmin(c),
    syncs: syncsAt(c),
  };
  return { list, fault: adding?.message ? fault('invalid_filter', adding.message) : list.fault };
}

const placed = ({ after, before }: z.infer<typeof placeSchema>) => ({
  ...(after !== undefined && { after }),
  ...(before !== undefined && { before }),
});
