import { type CaseBreak, compareMade, type Made, madeOf } from '../../domain/mapping/cases.ts';
import { compileMapping } from '../../domain/mapping/compile-mapping.ts';
import type { Mapping } from '../../domain/mapping/mapping.ts';
import { parsePayload } from '../../domain/mapping/payload.ts';
import type { CompiledMapping } from '../../domain/mapping/person.ts';
import type { StepStore } from '../../store/open.ts';
import { tablesFor } from './tables-for.ts';

/** A pinned person of whom a mapping would make something else. */
export interface BrokenCase extends CaseBreak {
  id: number;
  label: string;
  /** What the mapping makes of them now: expected from then on, once an admin accepts it. */
  made: Made;
}

/** What a mapping makes of a stored payload. */
export const makeOf = (mapping: CompiledMapping, payload: string): Made =>
  madeOf(mapping.evaluate(parsePayload(payload)));

/**
 * Holds an unsaved mapping against the people pinned to it.
 * @param mapping one that `checkMapping` let through
 * @returns the people of whom it makes something else than expected; none is: save without asking
 */
export async function judgeCases(store: StepStore, source: string, mapping: Mapping): Promise<BrokenCase[]> {
  const cases = await store.mappingCases.list(source);
  if (cases.length === 0) return [];
  const compiled = compileMapping(mapping, { tables: await tablesFor(store, mapping) });
  return cases.flatMap(({ id, label, payload, expected }) => {
    const made = makeOf(compiled, payload);
    const broken = compareMade(expected, made);
    return broken ? [{ id, label, made, ...broken }] : [];
  });
}

/** An admin saved all the same: what the mapping makes of these people now is what is expected of it from then on. */
export const acceptBroken = (store: StepStore, broken: readonly BrokenCase[]): Promise<void> =>
  store.mappingCases.expect(new Map(broken.map(({ id, made }) => [id, made])));
