import { beforeAll, describe, expect, test } from 'vitest';
import { mappingSchema } from '../../../src/domain/mapping/mapping.ts';
import { openWebHarness, visibleText } from '../harness/browser-session.ts';
import { PLAIN_MAPPING, person } from '../harness/sync-harness.ts';

type Desk = Awaited<ReturnType<typeof openWebHarness>>;
const at = '/settings/tables/departments';
let web: Desk;

/** The rows of the table in force. */
const rows = async ({ harness }: Desk) => (await harness.store.valueTables.newest('departments'))?.entries;
const made = async () => {
  const opened = await openWebHarness();
  expect((await opened.admin.send('/settings/tables', { name: 'departments' })).status).toBe(303);
  return opened;
};
const form = (fields: [string, string][]): string => new URLSearchParams(fields).toString();
/** Posts fields that come more than once. */
const sendRows = ({ admin }: Desk, fields: [string, string][]) => admin.sendEncoded(at, form(fields));

beforeAll(async () => {
  web = await made();
});

describe('the page of value tables', () => {
  test('is for admins', async () => {
    for (const path of ['/settings/tables', at, `${at}/import`, `${at}/versions`, `${at}/export`]) {
      expect((await web.viewer.open(path)).status, path).toBe(404);
    }
    expect((await web.viewer.send('/settings/tables', { name: 'x' })).status).toBe(404);
  });

  test('makes a table with a name that expressions can have, once', async () => {
    const wrong = await web.admin.send('/settings/tables', { name: 'Job Codes' });
    expect([wrong.status, await wrong.text()]).toEqual([422, expect.stringContaining('value="Job Codes"')]);
    const twice = await web.admin.send('/settings/tables', { name: 'departments' });
    expect([twice.status, visibleText(await twice.text())]).toEqual([422, expect.stringContaining('There is a table')]);
    expect(visibleText((await web.admin.open('/settings/tables')).text)).toContain('departments');
  });

  test('is not found from another tenant', async () => {
    const other = await openWebHarness();
    for (const path of [at, `${at}/import`, `${at}/versions`, `${at}/versions/1`, `${at}/export`, `${at}/remove`]) {
      expect((await other.admin.open(path)).status, path).toBe(404);
    }
  });
});

describe('a value table on its page', () => {
  test('is edited by rows, and a page of many keeps the rows that it does not show', async () => {
    const one = await made();
    const csv = Array.from({ length: 10_000 }, (_, n) => `C${String(n).padStart(5, '0')},Meaning ${n}`).join('\n');
    await one.admin.send(`${at}/import`, { csv, mode: 'replace', confirm: 'yes', version: '1' });
    const page = await one.admin.open(at);
    expect(page.text.length).toBeLessThan(100_000);
    expect(visibleText(page.text)).toContain('1–60 of 10,000');
    const later = await one.admin.open(`${at}?q=meaning 99&from=60`);
    expect(visibleText(later.text)).toContain('61–111 of 111');
    const saved = await sendRows(one, [
      ['version', '2'],
      ...(['C00000', 'C00001', ''] as const).map((was): [string, string] => ['was', was]),
      ...(['C00000', 'X', 'new'] as const).map((received): [string, string] => ['received', received]),
      ...(['Other', 'Renamed', 'Added'] as const).map((meant): [string, string] => ['meant', meant]),
      ['remove', 'C00000'],
    ]);
    expect(saved.status).toBe(303);
    const after = (await rows(one)) ?? {};
    expect(Object.keys(after)).toHaveLength(10_000);
    expect([after.C00000, after.C00001, after.X, after.new]).toEqual([undefined, undefined, 'Renamed', 'Added']);
  });

  test('keeps what was typed when something is wrong, and says at which row', async () => {
    const one = await made();
    const wrong = await sendRows(one, [
      ['version', '1'],
      ['was', ''],
      ['received', 'ENG'],
      ['meant', 'Engineering'],
      ['was', ''],
      ['received', 'eng'],
      ['meant', 'English'],
    ]);
    const text = await wrong.text();
    expect([wrong.status, text.includes('value="English"'), text.includes('id="row-1-error"')]).toEqual([
      422,
      true,
      true,
    ]);
    expect(await rows(one)).toEqual({});
  });

  test('lets the second of two admins who save at once keep both', async () => {
    const one = await made();
    const add = (version: string, received: string): Promise<Response> =>
      sendRows(one, [
        ['version', version],
        ['was', ''],
        ['received', received],
        ['meant', received],
      ]);
    expect((await add('1', 'A')).status).toBe(303);
    const late = await add('1', 'B');
    const text = await late.text();
    expect([late.status, visibleText(text).includes('saved version 2 meanwhile')]).toEqual([409, true]);
    expect(text).toContain('name="version" value="2"');
    expect((await add('2', 'B')).status).toBe(303);
    expect(await rows(one)).toEqual({ A: 'A', B: 'B' });
  });

  test('is imported in two steps, and exported', async () => {
    const one = await made();
    const first = await one.admin.send(`${at}/import`, { csv: 'ENG,Engineering\nFIN,Finance', mode: 'merge' });
    expect([first.status, visibleText(await first.text())]).toEqual([200, expect.stringContaining('2 rows added')]);
    expect(await rows(one)).toEqual({});
    const save = (csv: string, mode: string, version: string, header = '') =>
      one.admin.send(`${at}/import`, { csv, mode, version, confirm: 'yes', ...(header && { header }) });
    expect((await save('ENG,Engineering\nFIN,Finance', 'merge', '1')).status).toBe(303);
    expect((await save('FIN,Money', 'merge', '1')).status).toBe(409);
    expect((await save('Code,Name\nfin,Money', 'merge', '2', 'on')).status).toBe(303);
    expect(await rows(one)).toEqual({ ENG: 'Engineering', FIN: 'Money' });
    expect((await save('HR,=People', 'replace', '3')).status).toBe(303);
    const csv = await one.admin.open(`${at}/export`);
    expect(csv.text).toBe("value received,value meant\r\nHR,'=People\r\n");
    expect(csv.headers.get('Content-Disposition')).toBe('attachment; filename="departments.csv"');
    const broken = await one.admin.send(`${at}/import`, { csv: 'one <b>', mode: 'merge' });
    expect([broken.status, await broken.text()]).toEqual([422, expect.stringContaining('one &lt;b&gt;')]);
    const history = visibleText((await one.admin.open(`${at}/versions`)).text);
    expect(history).toContain('ada@acme.example');
    expect(visibleText((await one.admin.open(`${at}/versions/4`)).text)).toContain('1 row added and 2 rows removed');
  });

  test('is not removed while a mapping names it', async () => {
    const one = await made();
    const body = { ...PLAIN_MAPPING, include: "lookup(dept, 'departments') != 'out'" };
    const mapping = { source: 'http-api', body, note: null, createdBy: 'test', createdAt: 2 };
    await one.harness.store.mappings.save(mapping, [], 1);
    expect(visibleText((await one.admin.open(`${at}/remove`)).text)).toContain(
      'The mapping of HTTP API looks values up',
    );
    expect((await one.admin.send(`${at}/remove`)).status).toBe(409);
    await one.harness.store.mappings.save({ ...mapping, body: PLAIN_MAPPING, createdAt: 3 }, [], 2);
    expect((await one.admin.send(`${at}/remove`)).status).toBe(303);
    expect((await one.admin.open(at)).status).toBe(404);
    expect(visibleText((await one.admin.open(`${at}/versions`)).text)).toContain('removed');
  });

  test('shows what the newest sync did not find in it, until it is added', async () => {
    const one = await made();
    const standard = { ...PLAIN_MAPPING.standard, department: { expression: "lookup(dept, 'departments')" } };
    const body = mappingSchema.parse({
      ...PLAIN_MAPPING,
      standard: { ...standard, department: { ...standard.department, null_policy: 'clear' } },
    });
    const mapping = { source: 'http-api', body, note: null, createdBy: 'test', createdAt: 2 };
    await one.harness.store.mappings.save(mapping, [], 1);
    const sync = await one.harness.sync([person(1, { dept: 'HR' }), person(2, { dept: 'Ops' })], { persist: false });
    const head = await one.admin.open(`/syncs/${sync.id}/records`);
    expect(visibleText(head.text)).toContain('2 values are in no table, 2 people');
    expect(head.text).toContain(`/settings/mapping/http-api/versions/2"`);
    expect(visibleText((await one.admin.open(at)).text)).toContain('Sync 1 met 2 values');
    await sendRows(one, [
      ['version', '1'],
      ['only_filled', 'yes'],
      ['was', ''],
      ['received', 'HR'],
      ['meant', 'People'],
      ['was', ''],
      ['received', 'Ops'],
      ['meant', ''],
    ]);
    expect(await rows(one)).toEqual({ HR: 'People' });
    expect(visibleText((await one.admin.open(at)).text)).toContain('Sync 1 met 1 value');
  });
});
