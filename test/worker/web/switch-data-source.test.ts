import { describe, expect, inject, test } from 'vitest';
import { openWebHarness, visibleText } from '../harness/browser-session.ts';
import { PLAIN_MAPPING, people, person } from '../harness/sync-harness.ts';

const hr = inject('hr');
const WORKDAY = {
  all_people_url: `${hr}/report?people=30`,
  format: 'json',
  'auth.type': 'basic',
  'auth.username': 'hr',
  'auth.password': 'hr-secret',
};

describe('switching to another data source', () => {
  test('asks in numbers first, and turns the other source off', async () => {
    const { harness, admin, slug } = await openWebHarness();
    await harness.sync(people(4));
    const saved = await admin.send('/settings/data-sources/workday', { ...WORKDAY, enabled: 'on' });
    expect(saved.headers.get('Location')).toBe(`/${slug}/settings/data-sources/workday/enable`);
    expect(await harness.store.dataSources.enabledPull()).toMatchObject({ kind: 'http-api' });
    const question = visibleText((await admin.open('/settings/data-sources/workday/enable', true)).text);
    expect(question).toContain('HTTP API is on, and 4 active users come from it.');
    expect((await admin.send('/settings/data-sources/workday/enable')).status).toBe(303);
    expect(await harness.store.dataSources.enabledPull()).toMatchObject({ kind: 'workday' });
    await admin.send('/settings/data-sources/workday/disable');
    expect(await harness.store.dataSources.enabledPull()).toBeNull();
  });

  test('lists who is left over once the new source has been applied, to end or to keep', async () => {
    const { harness, admin } = await openWebHarness();
    await harness.sync(people(6));
    const settings = await harness.store.dataSources.get('http-api');
    await harness.store.mappings.save(
      {
        source: 'workday',
        body: PLAIN_MAPPING,
        note: null,
        createdBy: 'x',
        createdAt: 1,
      },
      [],
      0,
    );
    const report = { all_people_url: harness.feed, auth: { type: 'basic', username: 'hr', password: 'x' } };
    await harness.saveSource(report, 'workday');
    expect(settings?.enabled).toBe(true);
    const page = async () => visibleText((await admin.open('/settings/data-sources/orphans')).text);
    expect(await page()).toContain('Not known yet');
    await harness.serveFeed(JSON.stringify({ Report_Entry: people(2).map((one) => ({ ...one, title: 'Lead' })) }));
    const sync = await harness.runSync();
    expect(sync).toMatchObject({ state: 'completed', counts: { terminated: 0, updated: 2 } });
    const users = await harness.users();
    expect(users.get('E1')?.ownerSource).toBe('workday');
    expect(await page()).toContain('4 users');
    expect(visibleText((await admin.open('/settings/integrations')).text)).toContain(
      '4 users came from a data source that is off',
    );

    const [e3, e4] = [users.get('E3')?.id, users.get('E4')?.id];
    await harness.updateUsers('protected = 1', `id % ${2 ** 30} = ${e4}`);
    const question = visibleText((await admin.open('/settings/data-sources/orphans/decide?fate=end&all=yes')).text);
    const nobody = await admin.open('/settings/data-sources/orphans/decide?fate=end');
    expect(nobody.headers.get('Location')).toContain('/orphans?ticked=nobody');
    expect(question).toContain('This ends access for 3 users at once');
    await admin.send('/settings/data-sources/orphans/decide', { fate: 'keep', user: String(e3) });
    expect((await harness.users()).get('E3')).toMatchObject({ state: 'active', ownerSource: null });
    await admin.send('/settings/data-sources/orphans/decide', { fate: 'end', all: 'yes' });
    await admin.send('/settings/data-sources/orphans/decide', { fate: 'end', all: 'yes' });
    const after = await harness.users();
    expect(['E3', 'E4', 'E5', 'E6'].map((id) => after.get(id)?.state)).toEqual([
      'active',
      'active',
      'terminated',
      'terminated',
    ]);
    expect(await page()).toContain('1 user, 1 protected one among them');
    const log = (await harness.store.audit.list(20)).filter(({ action }) => /^user_/.test(action));
    expect(log.map(({ action, actor, detail }) => [action, actor, detail.user_id])).toEqual(
      expect.arrayContaining([
        ['user_kept', 'ada@acme.example', e3],
        ['user_terminated', 'ada@acme.example', users.get('E5')?.id],
        ['user_terminated', 'ada@acme.example', users.get('E6')?.id],
      ]),
    );
    expect(log).toHaveLength(3);

    // Whoever the source in use sends one day is back, although an admin ended them.
    await harness.serveFeed(JSON.stringify({ Report_Entry: [...people(2), person(5)] }));
    await harness.runSync();
    expect((await harness.users()).get('E5')).toMatchObject({
      state: 'active',
      override: null,
      ownerSource: 'workday',
    });
  }, 20_000);
});
