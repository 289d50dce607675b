import { packRecords } from '../../domain/sync/pack.ts';
import { FillCounter, incrementTally, type Tally, tallyRecord } from '../../domain/sync/tally.ts';
import { UnmappedTally } from '../../domain/sync/unmapped.ts';
import { zeroCounts } from '../../domain/sync/vocabulary.ts';
import { openTenantForWriting } from '../../store/open-for-writing.ts';
import { coordinatorOf } from '../coordinator/stub.ts';
import type { JobOf } from '../jobs.ts';
import { loadEvaluator } from '../mapping/evaluator.ts';
import { splitChunk } from '../snapshot/read-snapshot.ts';
import {
  isActivePerson,
  isUnidentified,
  needsRecordRow,
  type PlannedPayload,
  planPayloads,
  toPackedRecord,
  toRecordRow,
  toTalliedRecord,
} from './plan-payloads.ts';

/** Plans one chunk. A second delivery meets its marker and changes nothing. */
export async function planChunk(env: Env, job: JobOf<'plan'>): Promise<void> {
  const { tenant, sync, attempt, chunk, first } = job;
  const coordinator = coordinatorOf(env, tenant);
  const run = await coordinator.run(sync);
  if (!run || run.attempt !== attempt || run.fetchStartedAt === null) return;

  const store = openTenantForWriting(env, { id: tenant });
  const evaluator = await loadEvaluator(store, run);
  // The snapshot that a preview reads is another sync's, of the same attempt.
  const bytes = await store.payloads.getChunk(run.snapshotOf ?? sync, attempt, chunk);
  const planned = await planPayloads(store, evaluator, run.pinned, run.fetchStartedAt, splitChunk(bytes));

  const creates = planned.filter(({ decision }) => decision.outcome === 'created').length;
  let newId = creates === 0 ? 0 : await coordinator.reserveUserIds(sync, attempt, chunk, creates);
  const counts = zeroCounts();
  const tally: Tally = {};
  const fill = new FillCounter();
  const unmapped = new UnmappedTally();
  const rows = [];
  const packed = [];
  let offset = 0;
  for (const [index, one] of planned.entries()) {
    const { candidate, decision } = one;
    const id = decision.outcome === 'created' ? newId++ : null;
    const packedRecord = toPackedRecord(one, id, run.pinned);
    packed.push(packedRecord);
    if (needsRecordRow(one))
      rows.push(toRecordRow(one, first + index, id, { chunk, offset, length: candidate.length, payload: null }));
    counts[decision.outcome] += 1;
    tallyPlanned(tally, one);
    unmapped.add(candidate.person.unmapped);
    if (isActivePerson(packedRecord)) fill.add(candidate.person.attributes);
    offset += candidate.length + 1;
  }
  await store.plans.save(
    sync,
    {
      step: 'plan',
      part: chunk,
      firstOrdinal: first,
      records: planned.length,
      counts: { ...counts, ...tally, ...fill.tally(), ...unmapped.counts() },
      pack: packRecords(packed),
    },
    rows,
  );
  await coordinator.chunkPlanned(sync, attempt, chunk, counts, store.cost);
}

/** Counts for the guards what is not an outcome: unidentified records, errors, and kinds of change. */
function tallyPlanned(tally: Tally, planned: PlannedPayload): void {
  const { changes, errors } = planned.decision;
  if (isUnidentified(planned)) incrementTally(tally, 'unidentified');
  for (const { code } of errors) incrementTally(tally, `error:${code}`);
  if (changes.length > 0) tallyRecord(tally, toTalliedRecord(planned.decision));
}
