import { parsePayload } from '../../domain/mapping/payload.ts';
import { PayloadProfile, type ProfiledPath } from '../../domain/mapping/suggest/profile.ts';
import { type Suggestion, suggestExpressions } from '../../domain/mapping/suggest/suggest.ts';
import type { TenantReader } from '../../store/open.ts';
import { readSnapshot } from '../../sync/snapshot/read-snapshot.ts';

/** What the last complete snapshot of a data source has to offer a mapping. */
export interface SnapshotSurvey {
  syncId: number;
  /** People whom the snapshot has, and how many of them were read: the first ones. */
  people: number;
  read: number;
  suggestions: Suggestion[];
  /** Every place that had a value. */
  places: ProfiledPath[];
}

/** A few thousand people show what a feed has; all of them would show little more. */
const SURVEY_BOUNDS = { people: 5_000, bytes: 12_000_000, milliseconds: 3_000 };

/** Reads the beginning of the last complete snapshot. @returns null when there is none */
export async function surveySnapshot(store: TenantReader, source: string): Promise<SnapshotSurvey | null> {
  const sync = await store.syncHistory.newestPlanned(source);
  if (!sync) return null;
  const census = new PayloadProfile();
  const read = await readSnapshot(store, sync, SURVEY_BOUNDS, (text) => {
    try {
      census.add(parsePayload(text));
    } catch {
      // A record that is no JSON shows nothing; the sync says what is wrong with it.
    }
  });
  return {
    syncId: sync.id,
    people: sync.records,
    read,
    suggestions: suggestExpressions(census),
    places: census.paths(),
  };
}
