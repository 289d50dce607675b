import { env } from 'cloudflare:workers';
import { describe, expect, test } from 'vitest';
import { tenantSettings } from '../../../src/app/settings/save-settings.ts';
import { findTenant } from '../../../src/store/tenants/reader.ts';
import { openWebHarness, visibleText } from '../harness/browser-session.ts';
import { fieldError, formFields } from '../harness/mapping-form.ts';

const PAGE = '/settings/integrations';
const HTMX = { 'HX-Request': 'true', 'HX-Request-Type': 'partial' };
type Desk = Awaited<ReturnType<typeof openWebHarness>>;

const openForm = async ({ admin, slug }: Desk, key: string) =>
  formFields((await admin.open(PAGE)).text, `/${slug}${PAGE}/${key}`);
const settings = async ({ slug }: Desk) => {
  const tenant = await findTenant(env, slug);
  return tenant ? tenantSettings(tenant) : expect.unreachable();
};

describe('a settings form beside the mapping', () => {
  test('changes nothing when it is sent back as it came', async () => {
    const web = await openWebHarness();
    const before = await settings(web);
    for (const key of ['schedule', 'leaving', 'announce', 'guards', 'export']) {
      const saved = await web.admin.send(`${PAGE}/${key}`, await openForm(web, key));
      expect(saved.headers.get('Location')).toBe(`/${web.slug}${PAGE}?saved=${key}#${key}`);
    }
    expect(await settings(web)).toEqual(before);
  });

  test.each([
    ['schedule', { interval_hours: '6', time_zone: 'Europe/Oslo' }, { interval_hours: 6, time_zone: 'Europe/Oslo' }],
    ['schedule', { interval_hours: 'off' }, { interval_hours: null }],
    [
      'leaving',
      { deprovisioning_delay_days: '0', access_ends: 'start_of_day' },
      { deprovisioning_delay_days: 0, access_ends: 'start_of_day' },
    ],
    ['leaving', { never: 'on' }, { deprovisioning_delay_days: null }],
    [
      'announce',
      { 'announced_leavers.people': '40', 'announced_leavers.until': '2999-01-31' },
      { announced_leavers: { people: 40, until: '2999-01-31' } },
    ],
    [
      'guards',
      { 'guards.terminations.percent': '2.5', 'guards.role_flips.people': '9' },
      { guards: { terminations: { percent: 2.5, people: 5, most: 500 }, role_flips: { percent: 5, people: 9 } } },
    ],
    [
      'export',
      { 'export_without.title': 'on', 'export_without.manager': 'on' },
      { export_without: ['title', 'manager'] },
    ],
  ])('saves %s: %j', async (key, fields, expected) => {
    const web = await openWebHarness();
    const answer = await web.admin.send(`${PAGE}/${key}`, { ...(await openForm(web, key)), ...fields }, HTMX);
    const html = await answer.text();
    expect([answer.status, html.startsWith(`<section class="settings-form" id="${key}"`)]).toEqual([200, true]);
    expect(visibleText(html)).toContain('Saved');
    expect(await settings(web)).toMatchObject(expected);
    expect(await openForm(web, key)).toMatchObject(fields);
  });

  test.each([
    [
      'schedule',
      { time_zone: 'Europe/Olso' },
      'time_zone',
      'This is not the name of a time zone, such as Europe/Oslo.',
    ],
    [
      'leaving',
      { deprovisioning_delay_days: '366' },
      'deprovisioning_delay_days',
      'Use a whole number of days from 0 to 365, or choose never.',
    ],
    [
      'leaving',
      { deprovisioning_delay_days: 'a week' },
      'deprovisioning_delay_days',
      'Use a whole number of days from 0 to 365, or choose never.',
    ],
    ['announce', { 'announced_leavers.people': '4' }, 'announced_leavers.until', 'Choose the last day of it.'],
    [
      'announce',
      { 'announced_leavers.people': '', 'announced_leavers.until': '2999-01-01' },
      'announced_leavers.people',
      'Use a whole number from 0 to 1,000,000.',
    ],
    [
      'announce',
      { 'announced_leavers.people': '4', 'announced_leavers.until': '2020-01-01' },
      'announced_leavers.until',
      /^This day has passed; today is \d{4}-/,
    ],
    ['guards', { 'guards.failed.percent': '101' }, 'guards.failed', 'Use a number from 0 to 100.'],
    [
      'guards',
      { 'guards.id_conflicts.people': '-1' },
      'guards.id_conflicts',
      'Use a whole number from 0 to 1,000,000.',
    ],
  ])('says at its field what is wrong in %s: %j', async (key, fields, name, sentence) => {
    const web = await openWebHarness();
    const before = await settings(web);
    const typed = { ...(await openForm(web, key)), ...fields };
    for (const headers of [{}, HTMX]) {
      const answer = await web.admin.send(`${PAGE}/${key}`, typed, headers);
      const html = await answer.text();
      expect(answer.status).toBe(422);
      expect(fieldError(html, name)).toMatch(sentence);
      expect(formFields(html, `/${web.slug}${PAGE}/${key}`)).toEqual(typed);
    }
    expect(await settings(web)).toEqual(before);
  });

  test('shows the next five runs in UTC and in the time zone of the tenant', async () => {
    const web = await openWebHarness();
    const form = { ...(await openForm(web, 'schedule')), interval_hours: '12', time_zone: 'Asia/Kolkata' };
    const html = await (await web.admin.send(`${PAGE}/schedule`, form, HTMX)).text();
    const rows = [...html.matchAll(/<tr><td>([^<]*)<\/td><td>([^<]*)<\/td>/g)].map(([, utc, there]) => [
      utc?.slice(-5),
      there?.slice(-5),
    ]);
    expect(rows).toHaveLength(5);
    expect(rows.map(([utc, there]) => `${utc} ${there}`).every((row) => /^(00:00 05:30|12:00 17:30)$/.test(row))).toBe(
      true,
    );
  });
});
