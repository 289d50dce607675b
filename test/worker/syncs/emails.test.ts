import { beforeEach, describe, expect, test } from 'vitest';
import { countsOf, errorsOf, people, person, Road } from './road.ts';

let road: Road;
beforeEach(async () => {
  road = await Road.open();
});

const mail = (n: number) => ({ email: `p${n}@acme.example` });
const emails = async () => [...(await road.users()).values()].map(({ employeeId, email }) => [employeeId, email]);

describe('e-mails that move between people', () => {
  test('may be swapped, or move along a chain that ends at a new address', async () => {
    await road.sync(people(6));
    const sync = await road.sync([
      person(1, mail(2)),
      person(2, mail(1)),
      person(3, mail(4)),
      person(4, mail(5)),
      person(5, { email: 'fresh@acme.example' }),
      person(6),
    ]);
    expect(countsOf(sync)).toEqual({ updated: 5, skipped: 1 });
    expect(await emails()).toEqual([
      ['E1', 'p2@acme.example'],
      ['E2', 'p1@acme.example'],
      ['E3', 'p4@acme.example'],
      ['E4', 'p5@acme.example'],
      ['E5', 'fresh@acme.example'],
      ['E6', 'p6@acme.example'],
    ]);
    expect((await road.records(sync)).every(({ persisted }) => persisted)).toBe(true);
    const keys = (await road.table()).map((row) => row.email_key);
    expect(keys.sort()).toEqual((await emails()).map(([, email]) => email).sort());
  });

  test('may go to a new person when another gives the address up in the same feed', async () => {
    await road.sync(people(3));
    const sync = await road.sync([person(9, mail(1)), person(1, { email: 'one@acme.example' }), person(2), person(3)]);
    expect(countsOf(sync)).toEqual({ created: 1, updated: 1, skipped: 2 });
    expect((await road.users()).get('E9')?.email).toBe('p1@acme.example');
  });

  test('fail whoever wants an address that its holder keeps, and those who wanted theirs', async () => {
    await road.sync(people(4));
    const sync = await road.sync([person(1), person(2, mail(1)), person(3, mail(2)), person(4)]);
    expect(errorsOf(await road.records(sync))).toEqual([
      [1, 'email_taken'],
      [2, 'email_taken'],
    ]);
    expect(countsOf(sync)).toEqual({ failed: 2, skipped: 2 });
  });

  test('stay with somebody outside the snapshot', async () => {
    await road.sync(people(20));
    const sync = await road.sync([person(1, mail(20)), ...people(19).slice(1)]);
    expect(errorsOf(await road.records(sync))).toEqual([[0, 'email_taken']]);
    expect(countsOf(sync)).toEqual({ failed: 1, skipped: 18, terminated: 1 });
    expect((await road.users()).get('E1')?.email).toBe('p1@acme.example');
  });

  test('go to nobody when several want one', async () => {
    await road.sync(people(4));
    const sync = await road.sync([
      person(1, { email: 'team@acme.example' }),
      person(2, { email: 'TEAM@acme.example' }),
      person(3),
      person(4),
    ]);
    expect(errorsOf(await road.records(sync))).toEqual([
      [0, 'duplicate_in_feed'],
      [1, 'duplicate_in_feed'],
    ]);
  });

  test('are not taken by a new employee ID from somebody who is still there', async () => {
    await road.sync(people(30));
    const sync = await road.sync([...people(30), person(31, mail(7))]);
    expect(errorsOf(await road.records(sync))).toEqual([[30, 'employee_id_conflict']]);
    expect(countsOf(sync)).toEqual({ failed: 1, skipped: 30 });
  });

  test('stay where they are when one of the people is left out or has changed, and the sync goes on', async () => {
    await road.sync(people(8));
    const feed = [
      person(1, mail(2)),
      person(2, mail(1)),
      person(3, mail(4)),
      person(4, mail(3)),
      ...people(8).slice(4),
    ];
    const titled = feed.map((one) => ({ ...one, title: 'Lead' }));
    const dry = await road.sync(titled, { persist: false });
    const id = (await road.users()).get('E1')?.id ?? 0;
    await road.write('version = version + 1', "employee_id = 'E3'");
    const applied = await road.apply(dry.id, { except: [id] });
    expect(applied).toMatchObject({ state: 'completed' });
    expect(countsOf(applied)).toEqual({ updated: 5, failed: 3 });
    expect((await emails()).slice(0, 4).map(([, email]) => email)).toEqual(people(4).map(({ email }) => email));
    expect((await road.users()).get('E8')?.attributes.title).toBe('Lead');
  });

  test('fail whoever wanted an address or ID that somebody took since the plan was made', async () => {
    await road.sync(people(4));
    const feed = [
      person(1, { email: 'late@acme.example' }),
      person(2, { email: 'two@acme.example' }),
      person(9, mail(2)),
      person(3, { title: 'Lead' }),
      person(4),
    ];
    const dry = await road.sync(feed, { persist: false });
    expect(countsOf(dry)).toEqual({ created: 1, updated: 3, skipped: 1 });
    await road.one('E77', person(77, { email: 'late@acme.example' }));
    await road.one('E9', person(9, { email: 'nine@acme.example' }));
    const applied = await road.apply(dry.id);
    expect(countsOf(applied)).toEqual({ updated: 1, failed: 3, skipped: 1 });
    expect((await emails()).slice(0, 2).map(([, email]) => email)).toEqual(['p1@acme.example', 'p2@acme.example']);
    expect((await road.users()).get('E3')?.attributes.title).toBe('Lead');
  });
});

describe('e-mails that move between chunks', () => {
  test('may form a chain from the last chunk to the first, with rows of one person in both', async () => {
    const everybody = people(1200);
    await road.sync(everybody);
    const moved = everybody.map((one, at) =>
      at === 1199
        ? { ...one, ...mail(1) }
        : at === 0
          ? { ...one, ...mail(600) }
          : at === 599
            ? { ...one, ...mail(1200) }
            : one,
    );
    const sync = await road.sync([...moved, person(3, { title: 'Second post', hired: '2010-01-01' }), person(2)]);
    expect(countsOf(sync)).toEqual({ updated: 3, skipped: 1199 });
    const users = await road.users();
    expect(['E1200', 'E1', 'E600'].map((id) => users.get(id)?.email)).toEqual([1, 600, 1200].map((n) => mail(n).email));
    expect(
      (await road.records(sync)).filter(({ reason }) => reason === 'secondary_row').map(({ ordinal }) => ordinal),
    ).toEqual([1200, 1201]);
  });
});
