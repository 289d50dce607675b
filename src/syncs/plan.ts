import { pack } from '../domain/sync/pack.ts';
import { UnmappedTally } from '../domain/sync/unmapped.ts';
import { noCounts } from '../domain/sync/words.ts';
import { noCost } from '../store/meter.ts';
import { openTenant } from '../store/open.ts';
import { evaluatorOf } from './compiled-mapping.ts';
import { coordinatorOf } from './coordinator/coordinator-of.ts';
import type { Job } from './jobs.ts';
import { isUnidentified, needsRow, packedOf, planPayloads, recordOf } from './planner.ts';

const NEWLINE = 10;

/** Payloads of a chunk, each ended by a newline. */
function* lines(chunk: Uint8Array): Generator<Uint8Array> {
  for (let start = 0; start < chunk.length; ) {
    const end = chunk.indexOf(NEWLINE, start);
    if (end < 0) throw new Error('A chunk does not end with a newline');
    yield chunk.subarray(start, end);
    start = end + 1;
  }
}

/** Plans one chunk: one read, one write. A second delivery finds its marker and changes nothing. */
export async function planChunk(env: Env, job: Extract<Job, { job: 'plan' }>): Promise<void> {
  const { tenant, sync, attempt, chunk, first } = job;
  const coordinator = coordinatorOf(env, tenant);
  const run = await coordinator.run(sync);
  if (!run || run.attempt !== attempt || run.fetchStartedAt === null) return;

  const store = openTenant(env, { id: tenant }, noCost());
  const evaluator = await evaluatorOf(store, run.pinned);
  const bytes = await store.payloads.get(sync, attempt, chunk);
  const planned = await planPayloads(store, evaluator, run.pinned, run.fetchStartedAt, lines(bytes));

  const creates = planned.filter(({ decision }) => decision.outcome === 'created').length;
  let newId = creates === 0 ? 0 : await coordinator.userIds(sync, attempt, chunk, creates);
  const counts = noCounts();
  const tally: Record<string, number> = {};
  const unmapped = new UnmappedTally();
  const records = [];
  const packed = [];
  let offset = 0;
  for (const [index, one] of planned.entries()) {
    const { outcome, errors, changes } = one.decision;
    const id = outcome === 'created' ? newId++ : null;
    counts[outcome] += 1;
    unmapped.add(one.candidate.person.unmapped);
    if (isUnidentified(one)) tally.unidentified = (tally.unidentified ?? 0) + 1;
    for (const error of errors) tally[`error:${error.code}`] = (tally[`error:${error.code}`] ?? 0) + 1;
    if (outcome !== 'created') {
      for (const { attribute } of changes) tally[`changed:${attribute}`] = (tally[`changed:${attribute}`] ?? 0) + 1;
    }
    const at = { chunk, offset, length: one.candidate.length, payload: null };
    if (needsRow(one)) records.push(recordOf(one, first + index, id, at));
    packed.push(packedOf(one, id, run.pinned));
    offset += one.candidate.length + 1;
  }
  await store.plans.save(
    sync,
    {
      step: 'plan',
      part: chunk,
      firstOrdinal: first,
      records: planned.length,
      counts: { ...counts, ...tally, ...unmapped.counts() },
      pack: pack(packed),
    },
    records,
  );
  await coordinator.planned(sync, attempt, chunk, counts, store.cost);
}
