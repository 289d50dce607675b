import { z } from 'zod';
import { OUTCOMES, STATES } from '../../domain/sync/words.ts';
import type { SyncFilter } from '../../store/syncs.ts';

const day = z.iso.date();
const id = z.coerce
  .number()
  .int()
  .min(1)
  .max(2 ** 30);

/** The query of the list of syncs. What is not understood is as if it were not there: an old link still opens. */
const querySchema = z.object({
  id: id.optional().catch(undefined),
  status: z.enum(STATES).optional().catch(undefined),
  persisted: z.enum(['yes', 'no']).optional().catch(undefined),
  by: z.string().min(1).max(254).optional().catch(undefined),
  created_from: day.optional().catch(undefined),
  created_to: day.optional().catch(undefined),
  finished_from: day.optional().catch(undefined),
  finished_to: day.optional().catch(undefined),
  outcome: z.enum(OUTCOMES).optional().catch(undefined),
  least: z.coerce.number().int().min(1).max(10_000_000).optional().catch(undefined),
  before: id.optional().catch(undefined),
  after: id.optional().catch(undefined),
});
type Query = z.infer<typeof querySchema>;

/** Filters as they stand in the address, without the place in the list. */
export type SyncChoice = Omit<Query, 'before' | 'after'>;

export function readSyncQuery(query: Record<string, string>): {
  choice: SyncChoice;
  place: { before?: number | undefined; after?: number | undefined };
} {
  const { before, after, ...choice } = querySchema.parse(query);
  // An outcome without a number means at least one.
  const least = choice.outcome ? (choice.least ?? 1) : undefined;
  return { choice: { ...choice, least }, place: { before, after } };
}

const DAY = 86_400_000;
const start = (date: string | undefined): number | undefined => (date ? Date.parse(date) : undefined);
/** "To" a day means to its end. */
const end = (date: string | undefined): number | undefined => (date ? Date.parse(date) + DAY : undefined);

/** What the store is asked for. Days are UTC, like the schedule. */
export const storeFilter = (choice: SyncChoice): SyncFilter => ({
  state: choice.status,
  persisted: choice.persisted === undefined ? undefined : choice.persisted === 'yes',
  createdBy: choice.by,
  atLeast: choice.outcome ? { outcome: choice.outcome, count: choice.least ?? 1 } : undefined,
  createdFrom: start(choice.created_from),
  createdTo: end(choice.created_to),
  finishedFrom: start(choice.finished_from),
  finishedTo: end(choice.finished_to),
});

export const isFiltered = (choice: SyncChoice): boolean => Object.values(choice).some((value) => value !== undefined);

/** The filter as a query, the same text for the same filter. */
export const queryOf = (choice: SyncChoice): URLSearchParams =>
  new URLSearchParams(
    Object.entries(choice).flatMap(([key, value]) => (value === undefined ? [] : [[key, String(value)]])),
  );
