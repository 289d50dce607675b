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

/** A second delivery finds the marker and changes nothing. */
export async function planChunk(env: Env, job: JobOf<'plan'>): Promise<void> {
  const { tenant, sync, attempt, chunk, first } = job;
  const coordinator = coordinatorOf(env, tenant);
  const run = await coordinator.run(sync);
  if (!run || run.attempt !== attempt || run.fetchStartedAt === null) return;

  const store = openTenantForWriting(env, { id: tenant });
  const evaluator = await loadEvaluator(store, run);
  // A preview reads the snapshot of another sync, under the same attempt.
  const bytes = await store.payloads.getChunk(run.snapshotOf ?? sync, attempt, chunk);
  const payloads = await planPayloads(store, evaluator, run.pinned, run.fetchStartedAt, splitChunk(bytes));

  const creates = payloads.filter(({ decision }) => decision.outcome === 'created').length;
  let nextUserId = creates === 0 ? 0 : await coordinator.reserveUserIds(sync, attempt, chunk, creates);
  const counts = zeroCounts();
  const tally: Tally = {};
  const fill = new FillCounter();
  const unmapped = new UnmappedTally();
  const rows = [];
  const packed = [];
  let offset = 0;
  for (const [index, planned] of payloads.entries()) {
    const { candidate, decision } = planned;
    const newUserId = decision.outcome === 'created' ? nextUserId++ : null;
    const packedRecord = toPackedRecord(planned, newUserId, run.pinned);
    packed.push(packedRecord);
    if (needsRecordRow(planned)) {
      const location = { chunk, offset, length: candidate.length, payload: null };
      rows.push(toRecordRow(planned, first + index, newUserId, location));
    }
    counts[decision.outcome] += 1;
    tallyPlanned(tally, planned);
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
      records: payloads.length,
      counts: { ...counts, ...tally, ...fill.tally(), ...unmapped.counts() },
      pack: packRecords(packed),
    },
    rows,
  );
  await coordinator.chunkPlanned(sync, attempt, chunk, counts, store.cost);
}

function tallyPlanned(tally: Tally, planned: PlannedPayload): void {
  const { changes, errors } = planned.decision;
  if (isUnidentified(planned)) incrementTally(tally, 'unidentified');
  for (const { code } of errors) incrementTally(tally, `error:${code}`);
  if (changes.length > 0) tallyRecord(tally, toTalliedRecord(planned.decision));
}
