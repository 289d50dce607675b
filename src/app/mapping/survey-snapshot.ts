import { parsePayloadOrUndefined } from '../../domain/mapping/payload.ts';
import { PayloadProfile, type ProfiledPath } from '../../domain/mapping/suggest/profile.ts';
import { type Suggestion, suggestExpressions } from '../../domain/mapping/suggest/suggest.ts';
import type { TenantReader } from '../../store/open.ts';
import { readSnapshot } from '../../sync/snapshot/read-snapshot.ts';

export interface SnapshotSurvey {
  syncId: number;
  people: number;
  /** Of `people`: the first ones. */
  read: number;
  suggestions: Suggestion[];
  paths: ProfiledPath[];
}

/** A few thousand people show which paths a feed has; all of them would show hardly more. */
const SURVEY_BOUNDS = { people: 5_000, bytes: 12_000_000, milliseconds: 3_000 };

/** Of the last complete snapshot; null when there is none. */
export async function surveySnapshot(store: TenantReader, source: string): Promise<SnapshotSurvey | null> {
  const sync = await store.plans.newestPlanned(source);
  if (!sync) return null;
  const profile = new PayloadProfile();
  const read = await readSnapshot(store, sync, SURVEY_BOUNDS, (text) => {
    const payload = parsePayloadOrUndefined(text);
    if (payload !== undefined) profile.add(payload);
  });
  return {
    syncId: sync.id,
    people: sync.records,
    read,
    suggestions: suggestExpressions(profile),
    paths: profile.paths(),
  };
}
