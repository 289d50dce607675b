import { compileMapping } from '../domain/mapping/compile-mapping.ts';
import { mappingSchema } from '../domain/mapping/mapping.ts';
import type { CompiledMapping } from '../domain/mapping/person.ts';
import { type Hash, loadHash } from '../lib/hash.ts';
import type { StepStore } from '../store/open.ts';

/** What turns payloads into decisions: the same object for every step that evaluates. */
export interface Evaluator {
  mapping: CompiledMapping;
  hash: Hash;
}

const MOST_KEPT = 64;

/**
 * Compiled mappings by tenant, source and version. A version never changes, so keeping it is no state that anybody could
 * see; it saves compiling fifteen expressions for every chunk.
 */
const kept = new Map<string, Promise<Evaluator>>();

/** The evaluator of one mapping version; built once per isolate. */
export function evaluatorOf(store: StepStore, source: string, version: number): Promise<Evaluator> {
  const key = `${store.tenant.id}/${source}/${version}`;
  const known = kept.get(key);
  if (known) return known;
  const built = build(store, source, version);
  // A failure is not kept: the next delivery tries again.
  built.catch(() => kept.delete(key));
  kept.set(key, built);
  const oldest = kept.keys().next().value;
  if (kept.size > MOST_KEPT && oldest !== undefined) kept.delete(oldest);
  return built;
}

async function build(store: StepStore, source: string, version: number): Promise<Evaluator> {
  const stored = await store.mappings.version(source, version);
  if (!stored) throw new Error(`Mapping ${version} of ${source} is not stored`);
  return { mapping: compileMapping(mappingSchema.parse(stored.body)), hash: await loadHash() };
}
