import { z } from 'zod';
import { OUTCOMES, RECORD_ERROR_CODES } from '../../domain/sync/words.ts';

export const TABS = ['changes', 'payload', 'errors', 'history'] as const;
export type Tab = (typeof TABS)[number];

const ordinal = z.coerce
  .number()
  .int()
  .min(0)
  .max(2 ** 40);

/** The query of the records of a sync. What is not understood is as if it were not there. */
const querySchema = z.object({
  outcome: z.enum(OUTCOMES).optional().catch(undefined),
  q: z.string().trim().min(1).max(100).optional().catch(undefined),
  user: z.coerce.number().int().positive().optional().catch(undefined),
  changed: z.string().min(1).max(100).optional().catch(undefined),
  error: z.enum(RECORD_ERROR_CODES).optional().catch(undefined),
  after: ordinal.optional().catch(undefined),
  before: ordinal.optional().catch(undefined),
  tab: z.enum(TABS).optional().catch(undefined),
});
type Query = z.infer<typeof querySchema>;

/** Filters as they stand in the address, without the place in the list. */
export type RecordChoice = Omit<Query, 'after' | 'before' | 'tab'>;
export type RecordPlace = Pick<Query, 'after' | 'before'>;

export function readRecordQuery(query: Record<string, string>): {
  choice: RecordChoice;
  place: RecordPlace;
  tab: Tab | undefined;
} {
  const { after, before, tab, ...choice } = querySchema.parse(query);
  return { choice, place: { after, before }, tab };
}

export const isChosen = (choice: RecordChoice): boolean => Object.values(choice).some((value) => value !== undefined);
