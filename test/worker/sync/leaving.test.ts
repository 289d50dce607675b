import { env } from 'cloudflare:workers';
import { beforeEach, describe, expect, test } from 'vitest';
import { mappingSchema } from '../../../src/domain/mapping/mapping.ts';
import { updateTenant } from '../../../src/store/tenants/writer.ts';
import { firstErrorCodes, nonZeroCounts, PLAIN_MAPPING, people, person, SyncHarness } from '../harness/sync-harness.ts';

let harness: SyncHarness;
beforeEach(async () => {
  harness = await SyncHarness.open();
});

const day = (offset: number) => new Date(Date.now() + offset * 86_400_000).toISOString().slice(0, 10);
const others = people(20).slice(1);
const state = async (id: string) => (await harness.users()).get(id)?.state;

describe('a person leaves by their payload:', () => {
  test('by a status that says so; on leave stays; an unknown one fails and ends nobody', async () => {
    await harness.sync(people(20));
    const feed = [
      person(1, { status: 'Terminated' }),
      person(2, { status: 'on_leave' }),
      person(3, { status: 'sabbatical' }),
      ...people(20).slice(3),
    ];
    const sync = await harness.sync(feed);
    expect(nonZeroCounts(sync)).toEqual({ terminated: 1, updated: 1, failed: 1, skipped: 17 });
    expect(firstErrorCodes(await harness.records(sync))).toEqual([[2, 'unknown_status']]);
    expect([await state('E1'), await state('E2'), await state('E3')]).toEqual(['terminated', 'active', 'active']);
    // No attribute writes to who is terminated, now and when they are still so later.
    const again = await harness.sync(feed.with(0, person(1, { status: 'terminated', title: 'Late' })));
    expect(nonZeroCounts(again)).toEqual({ failed: 1, skipped: 19 });
    expect((await harness.records(again))[0]).toMatchObject({ outcome: 'skipped', reason: 'already_terminated' });
    expect((await harness.users()).get('E1')?.attributes.title).toBe('Engineer');
  });

  test('somebody new who has left already is not created', async () => {
    const sync = await harness.sync([...people(3), person(4, { ends: '2020-05-05' })]);
    expect(nonZeroCounts(sync)).toEqual({ created: 3, skipped: 1 });
    expect((await harness.records(sync))[3]).toMatchObject({ reason: 'already_terminated', user: null });
  });

  test.each([
    ['end_of_day', 0, 'active'],
    ['end_of_day', -1, 'terminated'],
    ['start_of_day', 0, 'terminated'],
    ['start_of_day', 1, 'active'],
  ] as const)('by date, %s, day %i: %s', async (access_ends, offset, expected) => {
    const { tenant } = harness.store;
    tenant.settings = { ...tenant.settings, access_ends };
    await updateTenant(env, tenant);
    await harness.sync(people(20));
    await harness.sync([person(1, { ends: day(offset) }), ...others]);
    expect(await state('E1')).toBe(expected);
  });

  test('a date before the hire date is ignored with a warning', async () => {
    await harness.sync(people(20));
    const sync = await harness.sync([person(1, { ends: '2019-12-31' }), ...others]);
    expect(nonZeroCounts(sync)).toEqual({ updated: 1, skipped: 19 });
    expect(firstErrorCodes(await harness.records(sync))).toEqual([[0, 'termination_date_ignored']]);
    const again = await harness.sync([person(1, { ends: '2019-12-31' }), ...others]);
    expect(nonZeroCounts(again)).toEqual({ skipped: 20 });
    expect(firstErrorCodes(await harness.records(again))).toEqual([[0, 'termination_date_ignored']]);
    expect(await state('E1')).toBe('active');
  });

  test('access ends also for an unchanged payload whose day has come', async () => {
    const feed = [person(1, { ends: day(0) }), ...others];
    await harness.sync(feed);
    expect(nonZeroCounts(await harness.sync(feed))).toEqual({ skipped: 20 });
    const { tenant } = harness.store;
    tenant.settings = { ...tenant.settings, access_ends: 'start_of_day' };
    expect(nonZeroCounts(await harness.sync(feed))).toEqual({ terminated: 1, skipped: 19 });
  });

  test('who comes back is restored, with what is new', async () => {
    await harness.sync(people(20));
    await harness.sync(others);
    const sync = await harness.sync([person(1, { title: 'Lead' }), ...others]);
    expect(nonZeroCounts(sync)).toEqual({ restored: 1, skipped: 19 });
    expect((await harness.users()).get('E1')).toMatchObject({
      state: 'active',
      terminatedAt: null,
      attributes: { title: 'Lead' },
    });
  });
});

describe('null in a payload', () => {
  test('clears, keeps the old value where an admin chose so, fails where required; never an employee ID', async () => {
    await harness.sync([person(1, { department: 'R&D', manager: 'boss@acme.example ' }), ...others]);
    expect((await harness.users()).get('E1')?.attributes.manager).toBe('boss@acme.example');
    const sync = await harness.sync([
      person(1, { title: '', department: null, id: null }),
      person(2, { name: ' ' }),
      ...people(20).slice(2),
    ]);
    expect(nonZeroCounts(sync)).toEqual({ updated: 1, failed: 1, skipped: 18 });
    expect(firstErrorCodes(await harness.records(sync))).toEqual([[1, 'required_missing']]);
    const { attributes } = (await harness.users()).get('E1') ?? {};
    expect(attributes).toEqual({
      full_name: 'Person 1',
      email: 'p1@acme.example',
      employee_id: 'E1',
      hire_date: '2020-01-01',
      department: 'R&D',
    });
  });

  test('clears a kept value once the admin chooses so, though the payload stays the same', async () => {
    await harness.sync([person(1, { department: 'R&D' }), ...others]);
    const feed = [person(1, { title: 'Lead' }), ...others];
    await harness.sync(feed);
    expect((await harness.users()).get('E1')?.attributes.department).toBe('R&D');
    const body = mappingSchema.parse({
      ...PLAIN_MAPPING,
      standard: { ...PLAIN_MAPPING.standard, department: { expression: 'department', null_policy: 'clear' } },
    });
    await harness.store.mappings.save({ source: 'http-api', body, note: null, createdBy: 'test', createdAt: 2 }, [], 1);
    expect(nonZeroCounts(await harness.sync(feed))).toEqual({ updated: 1, skipped: 19 });
    expect((await harness.users()).get('E1')?.attributes).not.toHaveProperty('department');
    expect(nonZeroCounts(await harness.sync(feed))).toEqual({ skipped: 20 });
  });

  test('never touches an attribute without an expression', async () => {
    await harness.sync(people(3));
    await harness.updateUsers(`attributes = json_set(attributes, '$.location', 'Oslo')`, "employee_id = 'E1'");
    await harness.sync([person(1, { title: 'Lead' }), ...people(3).slice(1)]);
    expect((await harness.users()).get('E1')?.attributes).toMatchObject({ location: 'Oslo', title: 'Lead' });
  });

  test('leaves the role alone, which is otherwise read like a boolean or fails the record', async () => {
    await harness.sync(people(4));
    const sync = await harness.sync([
      person(1, { restricted: '1' }),
      person(2, { restricted: 'No' }),
      person(3, { restricted: 'maybe' }),
      person(4, { restricted: true }),
    ]);
    expect(nonZeroCounts(sync)).toEqual({ updated: 2, failed: 1, skipped: 1 });
    await harness.sync(people(4));
    expect([...(await harness.users()).values()].map(({ role }) => role)).toEqual([
      'restricted',
      'regular',
      'regular',
      'restricted',
    ]);
  });
});
