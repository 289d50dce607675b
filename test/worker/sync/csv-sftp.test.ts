import { describe, expect, inject, test } from 'vitest';
import { describeFault } from '../../../src/domain/shared/fault.ts';
import { CSV_MAPPING, CsvSyncHarness, numbersTo, peopleFile, sftpSettings } from '../harness/csv-harness.ts';
import { comparableRecord, firstErrorCodes, nonZeroCounts } from '../harness/sync-harness.ts';

const at = (folder: string) => sftpSettings({ path: `${folder}/people_report_{YYYY-MM-DD}.csv` });

describe('a sync of a CSV file over SFTP', () => {
  test('runs dry, then for real, with somebody absent, and with the same file again', async () => {
    const harness = await CsvSyncHarness.openCsv();
    await harness.serveFeed(peopleFile(numbersTo(20)));
    const dry = await harness.runSync({ persist: false });
    expect(dry).toMatchObject({ state: 'completed', records: 20, complete: true });
    const { feed } = dry;
    expect(feed).toMatchObject({
      name: harness.path,
      from: 'server',
      size: peopleFile(numbersTo(20)).length + 2,
      same_since: null,
    });
    expect(feed?.sha256).toMatch(/^[0-9a-f]{64}$/);
    expect(feed?.age_seconds).toBeGreaterThan(3500);
    const live = await harness.apply(dry.id);
    expect(nonZeroCounts(live)).toEqual({ created: 20 });
    expect((await harness.records(live)).map(comparableRecord)).toEqual(
      (await harness.records(dry)).map(comparableRecord),
    );
    const ada = (await harness.users()).get('E1');
    expect(ada?.attributes).toMatchObject({ manager: 'p1@acme.example', cost_center: 'CC-1', hire_date: '2020-01-01' });

    await harness.serveFeed(peopleFile(numbersTo(19)));
    const next = await harness.runSync();
    expect(nonZeroCounts(next)).toEqual({ skipped: 19, terminated: 1 });
    expect(next.feed?.same_since).toBeNull();

    const again = await harness.runSync();
    expect(again).toMatchObject({ state: 'completed', records: 19 });
    expect(nonZeroCounts(again)).toEqual({ skipped: 19 });
    expect(again.feed).toMatchObject({ sha256: next.feed?.sha256 });
    expect(Date.parse(again.feed?.same_since ?? '')).toBeLessThan(again.finishedAt ?? 0);
  });

  test('logs each request with its bytes and without secrets', async () => {
    const harness = await CsvSyncHarness.openCsv();
    await harness.serveFeed(peopleFile(numbersTo(5)));
    const { exchanges } = await harness.runSync({ persist: false });
    const { port, hostKey } = inject('sftp');
    const url = `sftp://127.0.0.1:${port}`;
    expect(exchanges.map(({ method, url, answer, bytes }) => ({ method, url, answer, bytes }))).toEqual([
      { method: 'CONNECT', url, answer: `host key ${hostKey}`, bytes: 0 },
      { method: 'AUTH', url, answer: 'signed in as hr', bytes: 0 },
      { method: 'STAT', url: `${url}/~/${harness.path}`, answer: 'ok', bytes: 0 },
      { method: 'OPEN', url: `${url}/~/${harness.path}`, answer: 'ok', bytes: 0 },
      { method: 'READ', url: `${url}/~/${harness.path}`, answer: 'ok', bytes: peopleFile(numbersTo(5)).length + 2 },
    ]);
  });

  test('fails a row with too few values alone', async () => {
    const harness = await CsvSyncHarness.openCsv();
    await harness.serveFeed(`${peopleFile(numbersTo(5))}Person 6,p6@acme.example\n${peopleFile([7]).split('\n')[1]}\n`);
    const sync = await harness.runSync({ persist: false });
    expect(nonZeroCounts(sync)).toEqual({ created: 6, failed: 1 });
    expect(firstErrorCodes(await harness.records(sync))).toEqual([[5, 'not_an_object']]);
  });

  test('signs in with a generated key, whose private half is never shown', async () => {
    const harness = await CsvSyncHarness.openCsv(
      sftpSettings({ username: 'key-holder', auth: { type: 'generated_key' } }),
    );
    expect(await harness.runSync({ persist: false })).toMatchObject({ state: 'completed', records: 50 });
    const shown = await harness.store.dataSources.get('csv-sftp');
    expect(shown?.settings).toMatchObject({
      auth: { public_key: expect.stringMatching(/^ssh-ed25519 \S+ rollcall$/) },
    });
    expect(JSON.stringify(shown)).not.toContain('PRIVATE KEY');
  });

  test('stops reading when it is cancelled', async () => {
    const harness = await CsvSyncHarness.openCsv(at('slow'));
    const started = await harness.start({ persist: false });
    if (!started.ok) throw new Error(describeFault(started.fault));
    const { cancelSync } = await import('../../../src/app/syncs/stop-sync.ts');
    const { env } = await import('cloudflare:workers');
    expect((await cancelSync(env, harness.store.tenant, started.value.id, 'ada')).ok).toBe(true);
    expect(await harness.waitForSync(started.value.id)).toMatchObject({ state: 'cancelled', complete: false });
  });
});

describe('a faulty CSV file over SFTP', () => {
  const { port } = inject('sftp');
  test.each([
    ['cut', at('cut'), 'feed_incomplete', 'The connection to the server was cut while reading'],
    ['shrinks', at('shrinks'), 'feed_incomplete', 'it was cut, or replaced while it was read'],
    ['grows', at('grows'), 'feed_incomplete', 'became longer while it was read'],
    ['denied', at('denied'), 'file_refused', 'permission denied'],
    ['missing', at('missing'), 'file_missing', 'names are case-sensitive'],
    ['header', at('header'), 'header_mismatch', '“EmployeeID” is nearly “Employee ID”'],
    ['latin1', at('latin1'), 'feed_not_utf8', 'at position'],
    ['quotes', at('quotes'), 'feed_incomplete', 'inside the quotes of a value'],
    ['gzip-cut', at('gzip-cut'), 'feed_incomplete', 'The gzip file ended too early'],
    ['gzip-bomb', at('gzip-bomb'), 'source_too_large', 'The gzip file unpacks to too much'],
    [
      'password',
      sftpSettings({ auth: { type: 'password', password: 'no' } }),
      'source_refused_credentials',
      'refused the user name',
    ],
    ['no pin', sftpSettings({ host_key: null }), 'host_key_unconfirmed', inject('sftp').hostKey],
    ['another pin', sftpSettings({ host_key: `SHA256:${'B'.repeat(43)}` }), 'host_key_changed', inject('sftp').hostKey],
    [
      'closed',
      sftpSettings({ port: 1 }),
      'source_unreachable',
      `127.0.0.1:1 could not be reached: the connection was refused.`,
    ],
    [
      'no host',
      sftpSettings({ host: 'no-such-host.invalid' }),
      'source_unreachable',
      `no-such-host.invalid:${port} could not be reached`,
    ],
    [
      'not SSH',
      sftpSettings({ port: Number(new URL(inject('hr')).port) }),
      'source_not_ssh',
      'ended the connection before it spoke SSH',
    ],
  ])(
    'fails its sync, says why, and changes nobody: %s',
    async (_name, settings, code, words) => {
      const harness = await CsvSyncHarness.openCsv(settings);
      const sync = await harness.runSync();
      expect(sync.reason).toContain(words);
      expect(sync).toMatchObject({ state: 'failed', reasonCode: code, complete: false });
      expect(sync.reason).toMatch(/was changed\.$/);
      expect(JSON.stringify(sync)).not.toContain('hr-secret');
      expect(await harness.userRows()).toEqual([]);
    },
    20_000,
  );

  test('is not one that is packed with gzip: it is read like any other', async () => {
    const harness = await CsvSyncHarness.openCsv(at('gzip'));
    expect(await harness.runSync({ persist: false })).toMatchObject({ state: 'completed', records: 50 });
  });
});

describe('a single-user sync of a source that gives files', () => {
  test('reads the last applied file, not a newer one', async () => {
    const harness = await CsvSyncHarness.openCsv();
    expect(await harness.runSync({ person: { employee_id: 'E3' } })).toMatchObject({
      state: 'failed',
      reasonCode: 'person_not_found',
      reason: expect.stringContaining('none of them has been applied yet'),
    });
    await harness.serveFeed(peopleFile(numbersTo(10), 'Engineer'));
    await harness.runSync();
    await harness.serveFeed(peopleFile(numbersTo(10), 'Captain'));
    await harness.runSync({ persist: false });
    await harness.saveMapping(
      { ...CSV_MAPPING, standard: { ...CSV_MAPPING.standard, location: { expression: 'Location' } } },
      1,
    );
    const one = await harness.runSync({ person: { employee_id: 'E3' } });
    expect(nonZeroCounts(one)).toEqual({ updated: 1 });
    expect((await harness.users()).get('E3')?.attributes).toMatchObject({ title: 'Engineer', location: 'Oslo' });
    // And again: what it just wrote came of the same row.
    expect(nonZeroCounts(await harness.runSync({ person: { employee_id: 'E3' } }))).toEqual({ skipped: 1 });
    const [record] = await harness.records(await harness.runSync({ person: { email: 'P3@acme.example ' } }));
    expect(record).toMatchObject({ outcome: 'skipped', reason: 'unchanged' });
    expect(await harness.runSync({ person: { employee_id: 'E99' } })).toMatchObject({
      state: 'failed',
      reasonCode: 'person_not_found',
    });
  });
});
