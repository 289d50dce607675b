import { compileMapping } from '../../domain/mapping/compile-mapping.ts';
import type { CompiledMapping } from '../../domain/mapping/mapped-person.ts';
import { mappingSchema } from '../../domain/mapping/mapping.ts';
import { type Hash, loadHash } from '../../lib/hash.ts';
import type { TenantReader } from '../../store/open.ts';
import type { SyncRun } from '../coordinator/run.ts';
import { loadTableVersions } from './value-tables.ts';

/** What turns payloads into decisions: the same object for every step that evaluates. */
export interface Evaluator {
  mapping: CompiledMapping;
  hash: Hash;
}

/** What an evaluator is made of: versions, and the draft of a preview. None of it ever changes. */
type EvaluatorInputs = Pick<SyncRun, 'sync' | 'snapshotOf' | 'pinned'>;

interface CacheEntry {
  evaluator: Promise<Evaluator>;
  /** Characters of its tables, as soon as they are known. */
  characters: number;
}

const MAX_CACHED = 64;
/** A table in memory takes several times its characters, and an isolate has 128 MB. */
const MAX_CACHED_CHARACTERS = 6_000_000;

/**
 * Compiled mappings by tenant, source and versions, or by the preview whose draft it is. None of these ever changes, so
 * keeping it is no state that anybody could see; it saves compiling fifteen expressions for every chunk.
 */
const cache = new Map<string, CacheEntry>();

const cacheKey = (store: TenantReader, { sync, snapshotOf, pinned }: EvaluatorInputs): string =>
  JSON.stringify([
    store.tenant.id,
    ...(snapshotOf === null ? [pinned.source, pinned.mappingVersion] : ['draft', sync]),
    Object.entries(pinned.tables).sort(),
  ]);

/** The evaluator of a sync, with the value tables that it pinned; built once per isolate. */
export function loadEvaluator(store: TenantReader, made: EvaluatorInputs): Promise<Evaluator> {
  const key = cacheKey(store, made);
  const known = cache.get(key);
  if (known) return known.evaluator;
  const one: CacheEntry = {
    evaluator: buildEvaluator(store, made, (characters) => evict(one, characters)),
    characters: 0,
  };
  // A failure is not kept: the next delivery tries again.
  one.evaluator.catch(() => cache.delete(key));
  cache.set(key, one);
  evict(one, 0);
  return one.evaluator;
}

/** Lets go of the oldest until what is kept fits. The newest one is in use, and stays. */
function evict(one: CacheEntry, characters: number): void {
  one.characters = characters;
  let all = cache.values().reduce((sum, other) => sum + other.characters, 0);
  for (const [key, oldest] of cache) {
    if ((cache.size <= MAX_CACHED && all <= MAX_CACHED_CHARACTERS) || oldest === one) return;
    cache.delete(key);
    all -= oldest.characters;
  }
}

async function buildEvaluator(
  store: TenantReader,
  made: EvaluatorInputs,
  weighed: (characters: number) => void,
): Promise<Evaluator> {
  const body = await readMappingBody(store, made);
  const { tables, characters } = await loadTableVersions(store, made.pinned.tables);
  weighed(characters);
  return { mapping: compileMapping(mappingSchema.parse(body), { tables }), hash: await loadHash() };
}

async function readMappingBody(store: TenantReader, { sync, snapshotOf, pinned }: EvaluatorInputs): Promise<unknown> {
  const body =
    snapshotOf === null
      ? (await store.mappings.version(pinned.source, pinned.mappingVersion))?.body
      : await store.syncs.draft(sync);
  if (!body) throw new Error(`The mapping of sync ${sync} is not stored`);
  return body;
}
