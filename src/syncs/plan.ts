import { pack } from '../domain/sync/pack.ts';
import { count, countRecord, FilledCount, type Tally } from '../domain/sync/tally.ts';
import { UnmappedTally } from '../domain/sync/unmapped.ts';
import { noCounts } from '../domain/sync/words.ts';
import { noCost } from '../store/meter.ts';
import { openTenant } from '../store/open.ts';
import { evaluatorOf } from './compiled-mapping.ts';
import { coordinatorOf } from './coordinator/coordinator-of.ts';
import type { Job } from './jobs.ts';
import { isOfSomebody, isUnidentified, needsRow, packedOf, planPayloads, recordOf, talliedOf } from './planner.ts';

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
  const evaluator = await evaluatorOf(store, run);
  // A preview took the attempt of its snapshot over.
  const bytes = await store.payloads.get(run.snapshotOf ?? sync, attempt, chunk);
  const planned = await planPayloads(store, evaluator, run.pinned, run.fetchStartedAt, lines(bytes));

  const creates = planned.filter(({ decision }) => decision.outcome === 'created').length;
  let newId = creates === 0 ? 0 : await coordinator.userIds(sync, attempt, chunk, creates);
  const counts = noCounts();
  const tally: Tally = {};
  const filled = new FilledCount();
  const unmapped = new UnmappedTally();
  const records = [];
  const packed = [];
  let offset = 0;
  for (const [index, one] of planned.entries()) {
    const { outcome, errors } = one.decision;
    const id = outcome === 'created' ? newId++ : null;
    counts[outcome] += 1;
    unmapped.add(one.candidate.person.unmapped);
    if (isUnidentified(one)) count(tally, 'unidentified');
    for (const { code } of errors) count(tally, `error:${code}`);
    if (one.decision.changes.length > 0) countRecord(tally, talliedOf(one.decision));
    const at = { chunk, offset, length: one.candidate.length, payload: null };
    if (needsRow(one)) records.push(recordOf(one, first + index, id, at));
    const inBrief = packedOf(one, id, run.pinned);
    if (isOfSomebody(inBrief)) filled.add(one.candidate.person.attributes);
    packed.push(inBrief);
    offset += one.candidate.length + 1;
  }
  await store.plans.save(
    sync,
    {
      step: 'plan',
      part: chunk,
      firstOrdinal: first,
      records: planned.length,
      counts: { ...counts, ...tally, ...filled.tally(), ...unmapped.counts() },
      pack: pack(packed),
    },
    records,
  );
  await coordinator.planned(sync, attempt, chunk, counts, store.cost);
}
