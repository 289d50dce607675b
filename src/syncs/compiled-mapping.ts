import { compileMapping } from '../domain/mapping/compile-mapping.ts';
import { mappingSchema } from '../domain/mapping/mapping.ts';
import type { CompiledMapping } from '../domain/mapping/person.ts';
import { type Hash, loadHash } from '../lib/hash.ts';
import type { StepStore } from '../store/open.ts';
import type { Run } from './coordinator/run.ts';

/** What turns payloads into decisions: the same object for every step that evaluates. */
export interface Evaluator {
  mapping: CompiledMapping;
  hash: Hash;
}

const MOST_KEPT = 64;

/**
 * Compiled mappings by tenant, source and version, or by the preview whose draft it is. Neither ever changes, so keeping it
 * is no state that anybody could see; it saves compiling fifteen expressions for every chunk.
 */
const kept = new Map<string, Promise<Evaluator>>();

/** The evaluator of a sync: of its mapping version, or of its draft when it is a preview. Built once per isolate. */
export function evaluatorOf(store: StepStore, run: Pick<Run, 'sync' | 'snapshotOf' | 'pinned'>): Promise<Evaluator> {
  const { source, mappingVersion } = run.pinned;
  const named = run.snapshotOf === null ? `${source}/${mappingVersion}` : `draft/${run.sync}`;
  const key = `${store.tenant.id}/${named}`;
  const known = kept.get(key);
  if (known) return known;
  const built = build(store, run);
  // A failure is not kept: the next delivery tries again.
  built.catch(() => kept.delete(key));
  kept.set(key, built);
  const oldest = kept.keys().next().value;
  if (kept.size > MOST_KEPT && oldest !== undefined) kept.delete(oldest);
  return built;
}

async function build(store: StepStore, run: Parameters<typeof evaluatorOf>[1]): Promise<Evaluator> {
  return { mapping: compileMapping(mappingSchema.parse(await bodyOf(store, run))), hash: await loadHash() };
}

async function bodyOf(store: StepStore, { sync, snapshotOf, pinned }: Parameters<typeof evaluatorOf>[1]) {
  const { source, mappingVersion } = pinned;
  const body =
    snapshotOf === null
      ? (await store.mappings.version(source, mappingVersion))?.body
      : await store.mappings.draft(sync);
  if (!body) throw new Error(`The mapping of sync ${sync} is not stored`);
  return body;
}
