import { z } from 'zod';
import type { SampleChoice } from '../../../../syncs/mapping/choose-sample.ts';
import type { TriedOn } from '../../../../syncs/mapping/try-mapping.ts';

const RECORD = /^([1-9]\d{0,9})-(0|[1-9]\d{0,9})$/;

const record = z
  .string()
  .regex(RECORD)
  .transform((text) => {
    const [syncId = 0, ordinal = 0] = text.split('-').map(Number);
    return { syncId, ordinal };
  });

/** What of an address or a form is about the tester. What is not understood is as if it were not there. */
const schema = z.object({
  record: record.optional().catch(undefined),
  pick: z.enum(['first', 'next', 'random', 'failed']).optional().catch(undefined),
  q: z.string().trim().min(1).max(100).optional().catch(undefined),
  payload: z.string().optional().catch(undefined),
  suggest: z.string().optional().catch(undefined),
  shown: z.string().optional().catch(undefined),
});

export interface TesterRequest {
  /** The person chosen, or how to choose one. */
  choice: SampleChoice;
  /** A text that was pasted counts before any person. */
  pasted: string | null;
  q: string | null;
  suggest: boolean;
  /** What the page shows as a tree now. */
  shown: string | null;
}

/** Reads what the tester is asked for. */
export function readTesterRequest(given: Record<string, unknown>): TesterRequest {
  const { record: at, pick, q, payload, suggest, shown } = schema.parse(given);
  return {
    choice: choiceOf(at, pick),
    pasted: payload === undefined || payload.trim() === '' ? null : payload,
    q: q ?? null,
    suggest: suggest !== undefined,
    shown: shown ?? null,
  };
}

function choiceOf(
  at: z.infer<typeof record> | undefined,
  pick: 'first' | 'next' | 'random' | 'failed' | undefined,
): SampleChoice {
  if (pick === 'random') return { pick };
  if (pick === 'next' || pick === 'failed') return { pick, after: at?.ordinal ?? -1 };
  return pick === undefined && at ? { record: at } : { pick: 'first' };
}

export const triedOn = ({ choice, pasted }: TesterRequest): TriedOn => (pasted === null ? choice : { pasted });
