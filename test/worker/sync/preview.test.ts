import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Mapping } from '../../../src/domain/mapping/mapping.ts';
import type { Sync } from '../../../src/store/syncs/reader.ts';
import { mappingWithTitle, openPreviewHarness, PREVIEW_FEED, type PreviewHarness } from '../harness/preview-harness.ts';
import {
  comparableRecord,
  nonZeroCounts,
  PLAIN_MAPPING,
  people,
  person,
  SyncHarness,
} from '../harness/sync-harness.ts';
import { addAdmin, signIn, visit } from '../harness/tenant.ts';

let harness: SyncHarness;
let api: PreviewHarness['api'];
let ask: PreviewHarness['ask'];
let preview: PreviewHarness['preview'];
beforeEach(async () => {
  ({ harness, api, ask, preview } = await openPreviewHarness());
});
afterEach(() => void vi.restoreAllMocks());

describe('a preview', () => {
  test('of the mapping in force says skipped for everybody, and asks the data source for nothing', async () => {
    await harness.sync(PREVIEW_FEED);
    const users = await harness.userRows();
    await harness.serveFeed(JSON.stringify(people(3)));
    const asked = vi.spyOn(globalThis, 'fetch');
    const started = await ask(PLAIN_MAPPING);
    expect(started).toMatchObject({
      status: 202,
      body: { trigger: 'preview', persisted: false, scope: 'full', snapshot_of: 1, mapping_version: 1, records: 30 },
    });
    expect(started.headers.get('Location')).toBe(`${api.root}/syncs/${started.body.id}`);
    const sync = await harness.waitForSync(Number(started.body.id));
    expect(sync).toMatchObject({ state: 'completed', snapshotOf: 1, planOf: null, exchanges: [], guards: [] });
    expect(nonZeroCounts(sync)).toEqual({ skipped: 30 });
    expect((await harness.records(sync)).map(({ reason }) => reason)).toEqual(Array(30).fill('unchanged'));
    expect(asked).not.toHaveBeenCalled();
    expect(await harness.userRows()).toEqual(users);
  });

  test('of a changed expression updates exactly whom it should, with what came in beside it', async () => {
    await harness.sync(PREVIEW_FEED);
    const sync = await preview(mappingWithTitle('grade || title'));
    expect(nonZeroCounts(sync)).toEqual({ updated: 10, skipped: 20 });
    const records = await harness.records(sync);
    const updated = records.filter(({ outcome }) => outcome === 'updated');
    expect(updated.map(({ ordinal }) => ordinal)).toEqual([0, 3, 6, 9, 12, 15, 18, 21, 24, 27]);
    expect(updated[1]?.changes).toEqual([{ attribute: 'title', before: 'Lead', after: 'G3' }]);
    for (const at of [3, 4]) {
      const { status, text } = await api.call('GET', `/records/${sync.id}-${at}/payload`);
      expect([status, JSON.parse(text)]).toEqual([200, PREVIEW_FEED[at]]);
    }
    const changed = await api.call('GET', `/syncs/${sync.id}/records?changed=title&limit=50`);
    expect(changed.body.data).toHaveLength(10);
    const history = await api.call('GET', `/users/${records[3]?.user?.id}/records`);
    expect(history.body.data?.map(({ sync_id, outcome }) => [sync_id, outcome])).toEqual([
      [sync.id, 'updated'],
      [1, 'created'],
    ]);
  });

  test('lists the guards that would hold, and is not held', async () => {
    await harness.sync(PREVIEW_FEED);
    const sync = await preview({
      ...PLAIN_MAPPING,
      standard: { ...PLAIN_MAPPING.standard, email: { expression: 'nothing' } },
    });
    expect(sync).toMatchObject({ state: 'completed', persisted: false });
    expect(sync.guards.map(({ code }) => code)).toContain('failed');
  });

  test('of a dry run’s snapshot says what the dry run said', async () => {
    const dry = await harness.sync(PREVIEW_FEED, { persist: false });
    const sync = await preview(PLAIN_MAPPING);
    expect((await harness.records(sync)).map(comparableRecord)).toEqual(
      (await harness.records(dry)).map(comparableRecord),
    );
    expect(sync.snapshotOf).toBe(dry.id);
  });

  test('keeps its mapping to itself, beside another preview and the one in force', async () => {
    await harness.sync(PREVIEW_FEED);
    const [first, second] = [await preview(mappingWithTitle("'A'")), await preview(mappingWithTitle("'B'"))];
    const title = async (sync: Sync) => (await harness.records(sync))[0]?.changes[0]?.after;
    expect([await title(first), await title(second)]).toEqual(['A', 'B']);
    expect(nonZeroCounts(await harness.runSync())).toEqual({ skipped: 30 });
    expect((await api.call('GET', '/mapping?source=http-api')).body.version).toBe(1);
  });

  test('takes a user who changed after the snapshot for newer, and not one whom the snapshot itself wrote', async () => {
    const dry = await harness.sync(PREVIEW_FEED, { persist: false });
    await harness.apply(dry.id);
    await harness.syncUser('E2', person(2, { title: 'Boss' }));
    await harness.syncUser('E99', person(99));
    const sync = await preview(mappingWithTitle("'Everybody'"));
    expect(nonZeroCounts(sync)).toEqual({ updated: 29, skipped: 2 });
    expect(
      (await harness.records(sync)).filter(({ reason }) => reason).map((one) => [one.user?.email, one.reason]),
    ).toEqual([
      ['p2@acme.example', 'newer_data'],
      ['p99@acme.example', 'newer_data'],
    ]);
  });
});

describe('a preview, which is never applied,', () => {
  test('cannot be applied, and hides no plan that can', async () => {
    const dry = await harness.sync(PREVIEW_FEED, { persist: false });
    const sync = await preview(mappingWithTitle("'New'"));
    const refused = await api.call('POST', `/syncs/${sync.id}/apply`, {});
    expect(refused.body).toMatchObject({ status: 409, code: 'plan_not_applicable' });
    expect(refused.body.detail).toContain('is not saved');
    expect(await harness.userRows()).toEqual([]);
    expect(nonZeroCounts(await harness.apply(dry.id))).toEqual({ created: 30 });
  });

  test('supersedes no held sync, and is no baseline', async () => {
    await harness.sync(people(40));
    const held = await harness.sync(people(20));
    expect(held.state).toBe('held');
    await preview(PLAIN_MAPPING);
    expect((await harness.store.syncs.get(held.id))?.state).toBe('held');
    expect((await harness.store.plans.baselines('http-api', 0)).appliedRecords).toEqual([40]);
  });

  test('is not reviewed by being looked at', async () => {
    await harness.sync(PREVIEW_FEED);
    await api.call('PUT', '/mapping?source=http-api', mappingWithTitle("'New'"));
    const sync = await preview(PLAIN_MAPPING);
    await addAdmin(harness.store, 'ada@acme.example', 'admin');
    const Cookie = await signIn(api.slug, 'ada@acme.example');
    const look = (id: number) => visit(`/${api.slug}/syncs/${id}/records`, { headers: { Cookie } });
    const reviewed = async () => {
      const source = await harness.store.dataSources.get('http-api');
      return (source?.reviewedAt ?? 0) >= (source?.changedAt ?? 0);
    };
    const page = await (await look(sync.id)).text();
    expect(page).toContain('preview of a mapping');
    expect(page).toMatch(/an unsaved mapping on top of <a [^>]*>mapping 2</);
    expect(page).toContain('No, preview');
    expect(page).not.toContain('Apply this plan');
    expect(await reviewed()).toBe(false);
    await look((await harness.runSync({ persist: false })).id);
    expect(await reviewed()).toBe(true);
  });
});

test('keeps its draft as a mapping with its defaults filled in, bound to its sync', async () => {
  await harness.sync(PREVIEW_FEED);
  const { id } = await preview({ standard: PLAIN_MAPPING.standard });
  const draft = await harness.store.syncs.getDraft(id);
  expect(draft).toMatchObject({ custom: [], include: null, no_email: 'fail' } satisfies Partial<Mapping>);
  expect(await (await SyncHarness.open()).store.syncs.getDraft(id)).toBeNull();
});

test('uses the value tables of now', async () => {
  const { harness, api, preview } = await openPreviewHarness();
  const mapping = mappingWithTitle("lookup(title, 'titles')");
  const put = (entries: object) => api.call('PUT', '/tables/titles', { entries });
  await put({ Engineer: 'Engineer', Lead: 'Lead' });
  expect((await api.call('PUT', '/mapping?source=http-api', mapping)).status).toBe(200);
  await harness.sync(PREVIEW_FEED);
  await put({ Engineer: 'Engineer', Lead: 'Head' });
  const found = await preview(mapping);
  expect(nonZeroCounts(found)).toEqual({ updated: 10, skipped: 20 });
});
