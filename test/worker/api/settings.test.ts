import { env } from 'cloudflare:workers';
import { describe, expect, test } from 'vitest';
import { auditActions, createApiClient } from '../harness/api-client.ts';

describe('the settings of a tenant', () => {
  test('have defaults, and say when the schedule runs next', async () => {
    const { call } = await createApiClient();
    const { body } = await call('GET', '/settings');
    expect(body).toMatchObject({
      interval_hours: 24,
      time_zone: 'UTC',
      deprovisioning_delay_days: 30,
      access_ends: 'end_of_day',
      guards: { terminations: { percent: 5, people: 5, most: 500 } },
    });
    const runs = body.next_runs;
    if (!Array.isArray(runs)) throw new Error('next_runs is a list');
    expect(runs).toHaveLength(5);
    expect(runs.every((run) => String(run).endsWith('T00:00:00.000Z') && Date.parse(run) > Date.now())).toBe(true);
  });

  test('change by name, and everything else stays', async () => {
    const made = await createApiClient();
    await made.call('PUT', '/settings', { time_zone: 'Europe/Oslo', deprovisioning_delay_days: null });
    await made.call('PUT', '/settings', { guards: { terminations: { percent: 9 } } });
    const { body } = await made.call('PUT', '/settings', { interval_hours: null });
    expect(body).toMatchObject({
      interval_hours: null,
      time_zone: 'Europe/Oslo',
      deprovisioning_delay_days: null,
      guards: { terminations: { percent: 9, people: 5, most: 500 }, failed: { percent: 20, people: 10 } },
      next_runs: [],
    });
    expect((await made.call('GET', '/settings')).body).toEqual(body);
    expect((await made.call('PUT', '/settings', body)).body).toEqual(body);
    expect((await auditActions(made)).filter((line) => line.endsWith('settings_saved'))).toHaveLength(4);
  });

  test('with another interval wait for the next run', async () => {
    const { call, store } = await createApiClient();
    await call('PUT', '/settings', { interval_hours: null });
    await call('PUT', '/settings', { interval_hours: 3 });
    const slot = await env.DB.prepare('select last_slot from tenants where id = ?')
      .bind(store.tenant.id)
      .first('last_slot');
    const hours = Math.floor(Date.now() / 3_600_000);
    expect(slot).toBe(hours - (hours % 3));
  });
});

describe('settings that are refused', () => {
  test.each([
    [{ interval_hours: 5 }, 'interval_hours'],
    [{ time_zone: 'Mars/Olympus' }, 'time_zone'],
    [{ deprovisioning_delay_days: 366 }, 'deprovisioning_delay_days'],
    [{ access_ends: 'never' }, 'access_ends'],
    [{ interval: 3 }, 'interval'],
    [{ guards: { leavers: {} } }, 'guards.leavers'],
    [{ guards: { failed: { percent: 101 } } }, 'guards.failed.percent'],
    [{ guards: { failed: { share: 1 } } }, 'guards.failed.share'],
    [[], ''],
  ])('change nothing: %j', async (body, path) => {
    const { call } = await createApiClient();
    const before = (await call('GET', '/settings')).body;
    const answer = await call('PUT', '/settings', body);
    expect(answer.body).toMatchObject({ status: 400, code: 'invalid_body' });
    expect(answer.body.errors).toContainEqual(expect.objectContaining({ path }));
    expect((await call('GET', '/settings')).body).toEqual(before);
  });
});
