import { beforeAll, describe, expect, test } from 'vitest';
import { openWebHarness, rowNames, visibleText } from '../harness/browser-session.ts';
import { people, person } from '../harness/sync-harness.ts';

let web: Awaited<ReturnType<typeof openWebHarness>>;

beforeAll(async () => {
  web = await openWebHarness();
  await web.harness.sync(people(100));
  // E1 changes, E2 fails, E100 is absent, E101 is new.
  const feed = [
    person(1, { title: 'Lead Engineer' }),
    person(2, { email: 'nonsense' }),
    ...people(99).slice(2),
    person(101),
  ];
  await web.harness.sync(feed, { persist: false });
});

const list = async (query = '', sync = 2) => rowNames((await web.admin.open(`/syncs/${sync}/records${query}`)).text);

describe('the list of records', () => {
  test('shows facts of the sync, and everybody in order', async () => {
    const { text } = await web.admin.open('/syncs/2/records');
    const words = visibleText(text);
    expect(rowNames(text).slice(0, 3)).toEqual(['Person 1', 'Person 2', 'Person 3']);
    expect(words).toContain('101 records');
    expect(words).toContain('Nothing to change');
    expect(words).toContain('HTTP API, mapping 1');
    expect(words).toMatch(/\d+ rows? written/);
    expect(text.length).toBeLessThan(100_000);
  });

  test('pages forwards and back', async () => {
    const first = await list();
    expect(first).toHaveLength(40);
    expect(await list('?after=39')).toEqual(Array.from({ length: 40 }, (_, at) => `Person ${at + 41}`));
    expect(await list('?before=40')).toEqual(first);
    expect(await list('?outcome=skipped&before=42')).toEqual(await list('?outcome=skipped&after=0'));
    expect((await list('?after=79')).at(-1)).toBe('Person 100');
  });

  test.each([
    ['outcome=updated', ['Person 1']],
    ['outcome=failed', ['Person 2']],
    ['outcome=terminated', ['Person 100']],
    ['outcome=created', ['Person 101']],
    ['outcome=created&before=5', []],
    ['changed=title&outcome=updated', ['Person 1']],
    ['error=invalid_email', ['Person 2']],
    [
      'q=person+1&outcome=nonsense',
      ['Person 1', ...Array.from({ length: 10 }, (_, n) => `Person ${n + 10}`), 'Person 101', 'Person 100'],
    ],
    ['q=e57', ['Person 57']],
    ['q=%25', []],
  ])('filters by %s', async (query, expected) => {
    expect(await list(`?${query}`)).toEqual(expected);
  });

  test('highlights one user', async () => {
    const user = (await web.harness.users()).get('E50');
    const { text } = await web.admin.open(`/syncs/2/records?user=${user?.id}`);
    expect(rowNames(text)).toEqual(['Person 50']);
    expect(text).toMatch(/<tr data-row[^>]* aria-current="true"/);
  });

  test('marks the data source reviewed when an admin looks at a dry run', async () => {
    const { harness, admin } = await openWebHarness();
    await harness.sync(people(2), { persist: false });
    expect((await harness.store.dataSources.get('http-api'))?.reviewedAt).toBeNull();
    await admin.open('/syncs/1/records');
    expect((await harness.store.dataSources.get('http-api'))?.reviewedAt).toBeGreaterThan(0);
  });
});

describe('the page of one record', () => {
  test('is a drawer in the list, and a part for htmx', async () => {
    const page = await web.admin.open('/syncs/2/records/0');
    expect(page.text).toContain('<html');
    expect(page.text).toContain('id="drawer-title"');
    const part = await web.admin.open('/syncs/2/records/0', true);
    expect(part.text.startsWith('<aside class="drawer"')).toBe(true);
    expect(part.headers.get('Vary')).toContain('HX-Request-Type');
    expect((await web.admin.open('/syncs/2/records/5000')).status).toBe(404);
    expect((await web.admin.open('/syncs/2/records/x')).status).toBe(404);
  });

  test('shows what changed, marked', async () => {
    const { text } = await web.admin.open('/syncs/2/records/0', true);
    expect(visibleText(text)).toContain('Title before: Engineer → after: Lead Engineer');
    expect(text).toContain('<mark>Lead </mark>');
  });

  test('shows what is wrong and what to do', async () => {
    const words = visibleText((await web.admin.open('/syncs/2/records/1', true)).text);
    expect(words).toContain('Invalid e-mail');
    expect(words).toContain('Correct it in the data source');
    expect(words).toContain('Received "nonsense"');
  });

  test('shows the payload as received, also through a sync that applies the plan', async () => {
    const { harness, admin } = await openWebHarness();
    await harness.serveFeed('[{"id":"E1","name":"Ann <b>","email":"ann@acme.example","big":12345678901234567890}]');
    await harness.runSync({ persist: false });
    await admin.send('/syncs/1/apply');
    await harness.waitForSync(2);
    for (const sync of [1, 2]) {
      const { text } = await admin.open(`/syncs/${sync}/records/0?tab=payload`, true);
      expect(text).toContain('&quot;big&quot;: 12345678901234567890');
      expect(text).toContain('Ann &lt;b&gt;');
    }
  });

  test('shows for somebody absent what they last came with', async () => {
    const absent = (await web.harness.records(await sync(2))).find(({ outcome }) => outcome === 'terminated');
    const { text } = await web.admin.open(`/syncs/2/records/${absent?.ordinal}?tab=payload`, true);
    expect(visibleText(text)).toContain('The last payload seen is from sync 1');
    expect(text).toContain('&quot;id&quot;: &quot;E100&quot;');
  });

  test('shows other syncs of its user', async () => {
    const words = visibleText((await web.admin.open('/syncs/2/records/0?tab=history', true)).text);
    expect(words).toContain('Sync 1 Created');
  });
});

async function sync(id: number) {
  const found = await web.harness.store.syncs.get(id);
  if (!found) throw new Error(`No sync ${id}`);
  return found;
}
