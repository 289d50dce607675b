import { parsePayload } from '../../domain/mapping/payload.ts';
import { Census, type Seen } from '../../domain/mapping/suggest/census.ts';
import { type Suggestion, suggest } from '../../domain/mapping/suggest/suggest.ts';
import type { StepStore } from '../../store/open.ts';
import { readSnapshot } from './snapshot-payloads.ts';

/** What the last complete snapshot of a data source has to offer a mapping. */
export interface Survey {
  syncId: number;
  /** People whom the snapshot has, and how many of them were read: the first ones. */
  people: number;
  read: number;
  suggestions: Suggestion[];
  /** Every place that had a value. */
  places: Seen[];
}

/** A few thousand people show what a feed has; all of them would show little more. */
const BOUNDS = { people: 5_000, bytes: 12_000_000, milliseconds: 3_000 };

/** Reads the beginning of the last complete snapshot. @returns null when there is none */
export async function surveySnapshot(store: StepStore, source: string): Promise<Survey | null> {
  const sync = await store.syncHistory.newestPlanned(source);
  if (!sync) return null;
  const census = new Census();
  const read = await readSnapshot(store, sync, BOUNDS, (text) => {
    try {
      census.add(parsePayload(text));
    } catch {
      // A record that is no JSON shows nothing; the sync says what is wrong with it.
    }
  });
  return { syncId: sync.id, people: sync.records, read, suggestions: suggest(census), places: census.seen() };
}
