import type { Context } from 'hono';
import type { TenantEnv } from '../../../auth/actor.ts';
import type { MappingVersion } from '../../../store/mappings.ts';

/** What the page about people shows. */
export interface PeopleView {
  source: string | null;
  mapping: MappingVersion | null;
}

/** Reads it for the enabled pull source. */
export async function readPeople(c: Context<TenantEnv>): Promise<PeopleView> {
  const { dataSources, mappings } = c.var.store;
  const source = (await dataSources.enabledPull())?.kind ?? null;
  return { source, mapping: source === null ? null : await mappings.current(source) };
}
