import { beforeEach, describe, expect, test } from 'vitest';
import { firstErrorCodes, nonZeroCounts, people, person, SyncHarness } from '../harness/sync-harness.ts';

let harness: SyncHarness;
beforeEach(async () => {
  harness = await SyncHarness.open();
});

const mail = (n: number) => ({ email: `p${n}@acme.example` });
const emails = async () => [...(await harness.users()).values()].map(({ employeeId, email }) => [employeeId, email]);

describe('e-mails that move between people', () => {
  test('may be swapped, or move along a chain that ends at a new address', async () => {
    await harness.sync(people(6));
    const sync = await harness.sync([
      person(1, mail(2)),
      person(2, mail(1)),
      person(3, mail(4)),
      person(4, mail(5)),
      person(5, { email: 'fresh@acme.example' }),
      person(6),
    ]);
    expect(nonZeroCounts(sync)).toEqual({ updated: 5, skipped: 1 });
    expect(await emails()).toEqual([
      ['E1', 'p2@acme.example'],
      ['E2', 'p1@acme.example'],
      ['E3', 'p4@acme.example'],
      ['E4', 'p5@acme.example'],
      ['E5', 'fresh@acme.example'],
      ['E6', 'p6@acme.example'],
    ]);
    expect((await harness.records(sync)).every(({ persisted }) => persisted)).toBe(true);
    const keys = (await harness.userRows()).map((row) => row.email_key);
    expect(keys.sort()).toEqual((await emails()).map(([, email]) => email).sort());
  });

  test('may go to a new person when another gives the address up in the same feed', async () => {
    await harness.sync(people(3));
    const sync = await harness.sync([
      person(9, mail(1)),
      person(1, { email: 'one@acme.example' }),
      person(2),
      person(3),
    ]);
    expect(nonZeroCounts(sync)).toEqual({ created: 1, updated: 1, skipped: 2 });
    expect((await harness.users()).get('E9')?.email).toBe('p1@acme.example');
  });

  test('fail whoever wants an address that its holder keeps, and those who wanted theirs', async () => {
    await harness.sync(people(4));
    const sync = await harness.sync([person(1), person(2, mail(1)), person(3, mail(2)), person(4)]);
    expect(firstErrorCodes(await harness.records(sync))).toEqual([
      [1, 'email_taken'],
      [2, 'email_taken'],
    ]);
    expect(nonZeroCounts(sync)).toEqual({ failed: 2, skipped: 2 });
  });

  test('stay with somebody outside the snapshot', async () => {
    await harness.sync(people(20));
    const sync = await harness.sync([person(1, mail(20)), ...people(19).slice(1)]);
    expect(firstErrorCodes(await harness.records(sync))).toEqual([[0, 'email_taken']]);
    expect(nonZeroCounts(sync)).toEqual({ failed: 1, skipped: 18, terminated: 1 });
    expect((await harness.users()).get('E1')?.email).toBe('p1@acme.example');
  });

  test('go to nobody when several want one', async () => {
    await harness.sync(people(4));
    const sync = await harness.sync([
      person(1, { email: 'team@acme.example' }),
      person(2, { email: 'TEAM@acme.example' }),
      person(3),
      person(4),
    ]);
    expect(firstErrorCodes(await harness.records(sync))).toEqual([
      [0, 'duplicate_in_feed'],
      [1, 'duplicate_in_feed'],
    ]);
  });

  test('are not taken by a new employee ID from somebody who is still there', async () => {
    await harness.sync(people(30));
    const sync = await harness.sync([...people(30), person(31, mail(7))]);
    expect(firstErrorCodes(await harness.records(sync))).toEqual([[30, 'employee_id_conflict']]);
    expect(nonZeroCounts(sync)).toEqual({ failed: 1, skipped: 30 });
  });

  test('stay where they are when one of the people is left out or has changed, and the sync goes on', async () => {
    await harness.sync(people(8));
    const feed = [
      person(1, mail(2)),
      person(2, mail(1)),
      person(3, mail(4)),
      person(4, mail(3)),
      ...people(8).slice(4),
    ];
    const titled = feed.map((one) => ({ ...one, title: 'Lead' }));
    const dry = await harness.sync(titled, { persist: false });
    const id = (await harness.users()).get('E1')?.id ?? 0;
    await harness.updateUsers('version = version + 1', "employee_id = 'E3'");
    const applied = await harness.apply(dry.id, { except: [id] });
    expect(applied).toMatchObject({ state: 'completed' });
    expect(nonZeroCounts(applied)).toEqual({ updated: 5, failed: 3 });
    expect((await emails()).slice(0, 4).map(([, email]) => email)).toEqual(people(4).map(({ email }) => email));
    expect((await harness.users()).get('E8')?.attributes.title).toBe('Lead');
  });

  test('fail whoever wanted an address or ID that somebody took since the plan was made', async () => {
    await harness.sync(people(4));
    const feed = [
      person(1, { email: 'late@acme.example' }),
      person(2, { email: 'two@acme.example' }),
      person(9, mail(2)),
      person(3, { title: 'Lead' }),
      person(4),
    ];
    const dry = await harness.sync(feed, { persist: false });
    expect(nonZeroCounts(dry)).toEqual({ created: 1, updated: 3, skipped: 1 });
    await harness.syncUser('E77', person(77, { email: 'late@acme.example' }));
    await harness.syncUser('E9', person(9, { email: 'nine@acme.example' }));
    const applied = await harness.apply(dry.id);
    expect(nonZeroCounts(applied)).toEqual({ updated: 1, failed: 3, skipped: 1 });
    expect((await emails()).slice(0, 2).map(([, email]) => email)).toEqual(['p1@acme.example', 'p2@acme.example']);
    expect((await harness.users()).get('E3')?.attributes.title).toBe('Lead');
  });
});

describe('e-mails that move between chunks', () => {
  test('may form a chain from the last chunk to the first, with rows of one person in both', async () => {
    const everybody = people(1200);
    await harness.sync(everybody);
    const moved = everybody.map((one, at) =>
      at === 1199
        ? { ...one, ...mail(1) }
        : at === 0
          ? { ...one, ...mail(600) }
          : at === 599
            ? { ...one, ...mail(1200) }
            : one,
    );
    const sync = await harness.sync([...moved, person(3, { title: 'Second post', hired: '2010-01-01' }), person(2)]);
    expect(nonZeroCounts(sync)).toEqual({ updated: 3, skipped: 1199 });
    const users = await harness.users();
    expect(['E1200', 'E1', 'E600'].map((id) => users.get(id)?.email)).toEqual([1, 600, 1200].map((n) => mail(n).email));
    expect(
      (await harness.records(sync)).filter(({ reason }) => reason === 'secondary_row').map(({ ordinal }) => ordinal),
    ).toEqual([1200, 1201]);
  });
});
