import { beforeAll, describe, expect, test } from 'vitest';
import { openWebHarness, syncIds, visibleText } from '../harness/browser-session.ts';
import { people } from '../harness/sync-harness.ts';

let web: Awaited<ReturnType<typeof openWebHarness>>;
const HTMX = { 'HX-Request': 'true', 'HX-Request-Type': 'partial' };

beforeAll(async () => {
  web = await openWebHarness();
  await web.harness.sync(people(20), { persist: false });
  await web.harness.sync(people(20));
  await web.harness.sync(people(12));
});

describe('the pages of syncs', () => {
  test('are for admins; a viewer sees 404, and no link to them', async () => {
    expect((await web.admin.open('/syncs')).status).toBe(200);
    for (const path of [
      '/syncs',
      '/syncs/new',
      '/syncs/1/row',
      '/syncs/1/apply',
      '/syncs/1/records',
      '/syncs/1/records/0',
    ]) {
      const page = await web.viewer.open(path);
      expect(page.status, path).toBe(404);
      expect(page.text, path).not.toContain(`/${web.slug}/syncs`);
    }
    expect((await web.viewer.send('/syncs')).status).toBe(404);
  });

  test('are not found from another tenant', async () => {
    const other = await openWebHarness();
    for (const path of [
      '/syncs/1/records',
      '/syncs/1/row',
      '/syncs/1/records/0',
      '/syncs/2/cancel',
      '/syncs/1073741825/row',
    ]) {
      expect((await other.admin.open(path)).status, path).toBe(404);
    }
    expect((await other.admin.send('/syncs/1/apply')).status).toBe(404);
  });
});

describe('the list of syncs', () => {
  test('says for each sync what came of it, in linked counts and in words', async () => {
    const { text } = await web.admin.open('/syncs');
    const words = visibleText(text);
    expect(syncIds(text)).toEqual([3, 2, 1]);
    expect(text).toContain(`href="/${web.slug}/syncs/1/records?outcome=created">20 created</a>`);
    expect(words).toContain('No dry run');
    expect(words).toContain('Held');
    expect(words).toContain('This would end access for 8 people of 20');
    expect(words).toMatch(/The last 3 syncs: up to 20 people changed, 0 failed, 1 held/);
  });

  test.each([
    ['status=held', [3]],
    ['persisted=no', [1]],
    ['outcome=created&least=20', [2, 1]],
    ['outcome=terminated&least=9', []],
    ['by=System', []],
    ['by=ada%40acme.example', [3, 2, 1]],
    ['created_from=2020-01-01&created_to=2020-12-31', []],
    ['created_from=2020-01-01', [3, 2, 1]],
    ['id=2', [2]],
    ['status=nonsense&least=x', [3, 2, 1]],
  ])('filters by %s', async (query, ids) => {
    const { status, text } = await web.admin.open(`/syncs?${query}`);
    expect(status).toBe(200);
    expect(syncIds(text)).toEqual(ids);
    if (ids.length === 0) expect(visibleText(text)).toContain('No sync matches these filters');
  });

  test('pages by cursors, both ways', async () => {
    const { harness, admin } = await openWebHarness();
    const started = await harness.sync(people(1), { persist: false });
    for (let id = 2; id <= 30; id += 1) {
      const { pinned } = started;
      const base = { trigger: 'schedule', scope: 'full', persisted: false, state: 'not_run', phase: null } as const;
      await harness.store.syncs.insert({ ...base, id, pinned, createdBy: 'System', createdAt: id });
    }
    const first = await admin.open('/syncs');
    expect(syncIds(first.text)).toHaveLength(25);
    expect(first.text).toContain(`href="/${admin.slug}/syncs?before=6" rel="next"`);
    const older = await admin.open('/syncs?before=6');
    expect(syncIds(older.text)).toEqual([5, 4, 3, 2, 1]);
    expect(older.text).toContain(`href="/${admin.slug}/syncs?after=5" rel="prev"`);
    const newer = await admin.open('/syncs?after=5');
    expect(syncIds(newer.text)).toEqual(syncIds(first.text));
  });

  test('says what to do when there is nothing', async () => {
    const { harness, admin } = await openWebHarness();
    expect(visibleText((await admin.open('/syncs')).text)).toContain('No syncs yet');
    await harness.store.dataSources.save({ kind: 'http-api', enabled: false, settings: {}, sealed: null }, 1);
    expect(visibleText((await admin.open('/syncs')).text)).toContain('No data source is enabled');
  });
});

describe('the dialog Sync Users', () => {
  test('has its toggle off, as a dialog and as a page', async () => {
    const dialog = await web.admin.open('/syncs/new', true);
    expect(dialog.text).not.toContain('<html');
    expect(dialog.text).toContain('Use received data to update users');
    expect(dialog.text).toMatch(/<input class="toggle-input"[^>]*name="persist"(?![^>]*checked)[^>]*>/);
    const page = await web.admin.open('/syncs/new');
    expect(page.text).toContain('<html');
    expect(page.text).toContain(`action="/${web.slug}/syncs"`);
  });

  test('starts a dry run unless asked otherwise, and works without script', async () => {
    const { harness, admin } = await openWebHarness();
    await harness.serveFeed(JSON.stringify(people(3)));
    const dry = await admin.send('/syncs');
    expect([dry.status, dry.headers.get('Location')]).toEqual([303, `/${admin.slug}/syncs`]);
    expect(await harness.waitForSync(1)).toMatchObject({
      persisted: false,
      trigger: 'manual',
      createdBy: 'ada@acme.example',
    });
    await admin.send('/syncs', { persist: 'on' });
    expect(await harness.waitForSync(2)).toMatchObject({ persisted: true });
  });

  test('closes on the list, and goes to the list from elsewhere', async () => {
    const { harness, admin } = await openWebHarness();
    await harness.serveFeed('[]');
    const list = `https://rollcall.test/${admin.slug}/syncs`;
    const here = await admin.send('/syncs', {}, { ...HTMX, 'HX-Current-URL': list });
    expect(JSON.parse(here.headers.get('HX-Trigger') ?? '{}')).toMatchObject({
      'dialog:close': {},
      'syncs:changed': {},
    });
    await harness.waitForSync(1);
    const there = await admin.send('/syncs', {}, { ...HTMX, 'HX-Current-URL': `${list}?status=held` });
    expect(there.headers.get('HX-Redirect')).toBe(`/${admin.slug}/syncs`);
    await harness.waitForSync(2);
  });

  test('names the sync that runs already', async () => {
    const { harness, admin } = await openWebHarness();
    const running = await harness.start({ persist: false });
    const refused = await admin.send('/syncs', {}, HTMX);
    expect(refused.status).toBe(409);
    expect(await refused.text()).toContain(`href="/${admin.slug}/syncs/1/records">Open sync 1</a>`);
    expect(running.ok).toBe(true);
    await harness.waitForSync(1);
  });

  test('does nothing for a request from another site', async () => {
    const before = syncIds((await web.admin.open('/syncs')).text);
    const foreign = { Origin: 'https://evil.example', 'Sec-Fetch-Site': 'cross-site' };
    for (const path of ['/syncs', '/syncs/1/apply', '/syncs/3/approve', '/users/1/terminate']) {
      expect((await web.admin.send(path, { persist: 'on' }, foreign)).status, path).toBe(403);
    }
    expect(syncIds((await web.admin.open('/syncs')).text)).toEqual(before);
  });
});
