import { compileMapping } from '../../domain/mapping/compile-mapping.ts';
import type { CompiledMapping } from '../../domain/mapping/mapped-person.ts';
import type { Mapping } from '../../domain/mapping/mapping.ts';
import { type Hash, loadHash } from '../../lib/hash.ts';
import type { TenantReader } from '../../store/open.ts';
import type { SyncRun } from '../coordinator/run.ts';
import { loadTableVersions } from './value-tables.ts';

export interface Evaluator {
  mapping: CompiledMapping;
  hash: Hash;
}

/** Name versions, or the draft of a preview: none of them ever changes. */
type EvaluatorInputs = Pick<SyncRun, 'sync' | 'snapshotOf' | 'pinned'>;

interface CacheEntry {
  evaluator: Promise<Evaluator>;
  /** Size of its value tables, 0 until they are loaded. */
  characters: number;
}

const MAX_CACHED = 64;
/** A table in memory takes several times its characters, and an isolate has 128 MB. */
const MAX_CACHED_CHARACTERS = 6_000_000;

/** Saves compiling fifteen expressions for every chunk. No input ever changes, so no entry becomes stale. */
const cache = new Map<string, CacheEntry>();

const cacheKey = (store: TenantReader, { sync, snapshotOf, pinned }: EvaluatorInputs): string =>
  JSON.stringify([
    store.tenant.id,
    ...(snapshotOf === null ? [pinned.source, pinned.mappingVersion] : ['draft', sync]),
    Object.entries(pinned.tables).sort(),
  ]);

export function loadEvaluator(store: TenantReader, inputs: EvaluatorInputs): Promise<Evaluator> {
  const key = cacheKey(store, inputs);
  const cached = cache.get(key);
  if (cached) return cached.evaluator;
  const entry: CacheEntry = {
    evaluator: buildEvaluator(store, inputs, (characters) => evict(entry, characters)),
    characters: 0,
  };
  // A failure is not cached: the next delivery tries again.
  entry.evaluator.catch(() => cache.delete(key));
  cache.set(key, entry);
  evict(entry, 0);
  return entry.evaluator;
}

/** Evicts the oldest entries until the cache fits; the newest is in use and stays. */
function evict(newest: CacheEntry, characters: number): void {
  newest.characters = characters;
  let total = cache.values().reduce((sum, other) => sum + other.characters, 0);
  for (const [key, oldest] of cache) {
    if ((cache.size <= MAX_CACHED && total <= MAX_CACHED_CHARACTERS) || oldest === newest) return;
    cache.delete(key);
    total -= oldest.characters;
  }
}

async function buildEvaluator(
  store: TenantReader,
  inputs: EvaluatorInputs,
  onTablesLoaded: (characters: number) => void,
): Promise<Evaluator> {
  const mapping = await readMapping(store, inputs);
  const { tables, characters } = await loadTableVersions(store, inputs.pinned.tables);
  onTablesLoaded(characters);
  return { mapping: compileMapping(mapping, { tables }), hash: await loadHash() };
}

async function readMapping(store: TenantReader, { sync, snapshotOf, pinned }: EvaluatorInputs): Promise<Mapping> {
  const mapping =
    snapshotOf === null
      ? (await store.mappings.version(pinned.source, pinned.mappingVersion))?.body
      : await store.syncs.getDraft(sync);
  if (!mapping) throw new Error(`The mapping of sync ${sync} is not stored`);
  return mapping;
}
