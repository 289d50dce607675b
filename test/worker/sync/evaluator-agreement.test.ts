import { expect, test } from 'vitest';
import { runMappingTrial } from '../../../src/app/mapping/try-mapping.ts';
import { parsePayload } from '../../../src/domain/mapping/payload.ts';
import { describeFault } from '../../../src/domain/shared/fault.ts';
import type { UserRecord } from '../../../src/store/records/reader.ts';
import type { Sync } from '../../../src/store/syncs/reader.ts';
import { loadEvaluator } from '../../../src/sync/mapping/evaluator.ts';
import { planPayloads } from '../../../src/sync/pipeline/plan-payloads.ts';
import { findPayload } from '../../../src/sync/snapshot/find-payload.ts';
import { createApiClient } from '../harness/api-client.ts';
import { hostileFeed } from '../harness/hostile-feed.ts';
import { comparableRecord, PLAIN_MAPPING, SyncHarness } from '../harness/sync-harness.ts';

/*
 * Preview, dry run, live run and a sync of one person may never disagree about a payload: they evaluate it with one
 * function, and this holds them to it on a whole snapshot with whatever may be in one.
 */
const PEOPLE = 3000;
const DRIFTING = {
  ...PLAIN_MAPPING,
  standard: {
    ...PLAIN_MAPPING.standard,
    title: { expression: "title_case(to_string(title || 'none'))", null_policy: 'keep' },
    location: { expression: 'tags[0]', null_policy: 'clear' },
  },
  custom: [{ key: 'tags', type: 'list', expression: 'sort(tags)', null_policy: 'clear', export: true }],
  include: "type != 'agency'",
  no_email: 'skip',
  create_days_before_hire: 30,
};

async function opened() {
  const harness = await SyncHarness.open();
  const api = await createApiClient('admin', harness.store);
  const saved = await api.call('PUT', '/mapping?source=http-api', DRIFTING);
  expect(saved.status, saved.text).toBe(200);
  const preview = async (): Promise<Sync> => {
    const started = await api.call('POST', '/mapping/preview?source=http-api', DRIFTING);
    expect(started.status, started.text).toBe(202);
    return harness.waitForSync(Number(started.body.id));
  };
  return { harness, preview };
}

test('preview, dry run and live run agree in every record of a whole snapshot, whatever is in it', async () => {
  const { harness, preview } = await opened();
  // A first sync, so that people are updated, restored, terminated and in each other's way in the second.
  await harness.serveFeed(hostileFeed(PEOPLE, 1));
  const first = await harness.runSync();
  await harness.apply(first.id).catch(() => first);
  await harness.serveFeed(hostileFeed(PEOPLE, 2));
  const dry = await harness.runSync({ persist: false });
  const seen = await preview();
  const live = await harness.runSync();
  const whole = async (sync: Sync) => (await harness.records(sync)).map(comparableRecord);
  const expected = await whole(dry);
  expect(await whole(seen)).toEqual(expected);
  expect(await whole(live)).toEqual(expected);
  expect(seen.counts).toEqual(dry.counts);
  expect(seen.guards).toEqual(dry.guards);
  // Otherwise it proves little.
  for (const outcome of ['created', 'updated', 'terminated', 'skipped', 'failed'] as const) {
    expect(dry.counts[outcome], outcome).toBeGreaterThan(20);
  }
  const reasons = new Set(expected.map(({ reason }) => reason));
  for (const reason of ['no_email', 'out_of_scope', 'not_yet_hired', 'secondary_row'])
    expect(reasons).toContain(reason);
  expect(new Set(expected.flatMap(({ errors }) => errors.map(({ code }) => code))).size).toBeGreaterThan(7);
}, 60_000);

test('a payload alone is decided as it is in its snapshot', async () => {
  const { harness } = await opened();
  await harness.serveFeed(hostileFeed(600, 3));
  const dry = await harness.runSync({ persist: false });
  const alone = { sync: dry.id, snapshotOf: null, pinned: dry.pinned };
  const evaluator = await loadEvaluator(harness.store, alone);
  const one = async (record: UserRecord) => {
    const payload = await findPayload(harness.store, dry, record);
    if (!payload.ok) throw new Error(describeFault(payload.fault));
    const bytes = [new TextEncoder().encode(payload.value.text)];
    const [planned] = await planPayloads(harness.store, evaluator, dry.pinned, dry.fetchStartedAt ?? 0, bytes);
    return planned?.decision;
  };
  // What settling decides across records is not one payload's own.
  const settled = ['secondary_row', 'duplicate_in_feed', 'employee_id_conflict', 'email_taken'];
  const records = (await harness.records(dry)).filter(
    ({ reason, errors }) => !settled.includes(reason ?? '') && !errors.some(({ code }) => settled.includes(code)),
  );
  expect(records.length).toBeGreaterThan(400);
  for (const record of records) {
    const decision = await one(record);
    expect({ outcome: decision?.outcome, reason: decision?.reason, errors: decision?.errors }).toEqual({
      outcome: record.outcome,
      reason: record.reason,
      errors: record.errors,
    });
  }
}, 60_000);

test('the mapping tester says of each payload of a snapshot what a sync says of it', async () => {
  const { harness } = await opened();
  await harness.serveFeed(hostileFeed(1500, 4));
  const dry = await harness.runSync({ persist: false });
  const seen = { created: 0, failed: 0 };
  for (const record of await harness.records(dry)) {
    const { outcome, errors } = record;
    if ((outcome !== 'created' && outcome !== 'failed') || errors.some(({ code }) => code.startsWith('invalid_json')))
      continue;
    const found = await findPayload(harness.store, dry, record);
    if (!found.ok) throw new Error(describeFault(found.fault));
    const tried = await runMappingTrial(harness.store, DRIFTING, {
      payload: parsePayload(found.value.text),
      sample: null,
    });
    const codes = new Set(tried.flatMap(({ error }) => error?.code ?? []));
    // What comes of other records, or of users, is no expression's own.
    const said = errors.filter(({ code, expression }) => expression !== null || code === 'not_an_object');
    expect(codes, found.value.text).toEqual(new Set(said.map(({ code }) => code)));
    if (outcome === 'created') {
      const values = new Map(tried.map(({ path, value }) => [path, value]));
      const triedValue = (key: string) =>
        key === 'tags' ? values.get('custom[0].expression') : values.get(`standard.${key}.expression`);
      for (const { attribute, after } of record.changes) expect(triedValue(attribute), attribute).toEqual(after);
    }
    seen[outcome] += 1;
  }
  // Otherwise it proves little.
  expect(Math.min(seen.created, seen.failed)).toBeGreaterThan(100);
}, 60_000);

test.each([
  ['in a list', (one: string) => `[${one}]`],
  ['bare, and over several lines', (one: string) => one.replaceAll(',', ',\n  ')],
])('a single-user sync reads the text that a full one reads, long numbers too: %s', async (_how, answer) => {
  const harness = await SyncHarness.open();
  const text =
    '{"id":98765432109876543210,"name":"Ada","email":"ada@acme.example","title":9007199254740993,"department":"a\\u002c 12345678901234567890"}';
  await fetch(`${harness.feed}/98765432109876543210`, { method: 'PUT', body: answer(text) });
  const request = { trigger: 'webhook', person: { employee_id: '98765432109876543210' } } as const;
  const one = await harness.runSync(request);
  expect(one.counts.created, one.reason ?? '').toBe(1);
  const user = [...(await harness.users()).values()][0];
  expect(user).toMatchObject({
    employeeId: '98765432109876543210',
    attributes: { title: '9007199254740993', department: 'a, 12345678901234567890' },
  });
  await harness.serveFeed(`[${text}]`);
  expect(await harness.runSync()).toMatchObject({ counts: { skipped: 1, created: 0 } });
  // Whose ID would have been rounded is found again, and alone says the same.
  expect((await harness.records(await harness.runSync(request))).map(comparableRecord)).toMatchObject([
    { outcome: 'skipped', reason: 'unchanged' },
  ]);
});
