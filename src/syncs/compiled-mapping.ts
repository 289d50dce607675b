import { compileMapping } from '../domain/mapping/compile-mapping.ts';
import { mappingSchema } from '../domain/mapping/mapping.ts';
import type { CompiledMapping } from '../domain/mapping/person.ts';
import { type Hash, loadHash } from '../lib/hash.ts';
import type { StepStore } from '../store/open.ts';
import type { Run } from './coordinator/run.ts';
import { readTables } from './mapping/tables-for.ts';

/** What turns payloads into decisions: the same object for every step that evaluates. */
export interface Evaluator {
  mapping: CompiledMapping;
  hash: Hash;
}

/** What an evaluator is made of: versions, and the draft of a preview. None of it ever changes. */
type Made = Pick<Run, 'sync' | 'snapshotOf' | 'pinned'>;

interface Kept {
  evaluator: Promise<Evaluator>;
  /** Characters of its tables, as soon as they are known. */
  characters: number;
}

const MOST_KEPT = 64;
/** A table in memory takes several times its characters, and an isolate has 128 MB. */
const MOST_CHARACTERS = 6_000_000;

/**
 * Compiled mappings by tenant, source and versions, or by the preview whose draft it is. None of these ever changes, so
 * keeping it is no state that anybody could see; it saves compiling fifteen expressions for every chunk.
 */
const kept = new Map<string, Kept>();

const keyOf = (store: StepStore, { sync, snapshotOf, pinned }: Made): string =>
  JSON.stringify([
    store.tenant.id,
    ...(snapshotOf === null ? [pinned.source, pinned.mappingVersion] : ['draft', sync]),
    Object.entries(pinned.tables).sort(),
  ]);

/** The evaluator of a sync, with the value tables that it pinned; built once per isolate. */
export function evaluatorOf(store: StepStore, made: Made): Promise<Evaluator> {
  const key = keyOf(store, made);
  const known = kept.get(key);
  if (known) return known.evaluator;
  const one: Kept = { evaluator: build(store, made, (characters) => weigh(one, characters)), characters: 0 };
  // A failure is not kept: the next delivery tries again.
  one.evaluator.catch(() => kept.delete(key));
  kept.set(key, one);
  weigh(one, 0);
  return one.evaluator;
}

/** Lets go of the oldest until what is kept fits. The newest one is in use, and stays. */
function weigh(one: Kept, characters: number): void {
  one.characters = characters;
  let all = kept.values().reduce((sum, other) => sum + other.characters, 0);
  for (const [key, oldest] of kept) {
    if ((kept.size <= MOST_KEPT && all <= MOST_CHARACTERS) || oldest === one) return;
    kept.delete(key);
    all -= oldest.characters;
  }
}

async function build(store: StepStore, made: Made, weighed: (characters: number) => void): Promise<Evaluator> {
  const body = await bodyOf(store, made);
  const { tables, characters } = await readTables(store, made.pinned.tables);
  weighed(characters);
  return { mapping: compileMapping(mappingSchema.parse(body), { tables }), hash: await loadHash() };
}

async function bodyOf(store: StepStore, { sync, snapshotOf, pinned }: Made): Promise<unknown> {
  const body =
    snapshotOf === null
      ? (await store.mappings.version(pinned.source, pinned.mappingVersion))?.body
      : await store.mappings.draft(sync);
  if (!body) throw new Error(`The mapping of sync ${sync} is not stored`);
  return body;
}
