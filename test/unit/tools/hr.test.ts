import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FAULTS } from '../../../tools/hr/faults.ts';
import { mapping } from '../../../tools/hr/mapping.ts';
import { toReportEntry } from '../../../tools/hr/workday.ts';
import { everHired, people, personAt } from '../../../tools/hr/world.ts';
import { startFakeHr } from '../../fixtures/local-server.ts';

const world = { people: 1000, seed: 1, churn: 0 };
const headers = { authorization: `Basic ${btoa('hr:hr-secret')}` };
let hr: Awaited<ReturnType<typeof startFakeHr>>;

beforeAll(async () => {
  hr = await startFakeHr({ people: 60 });
});
afterAll(() => hr[Symbol.asyncDispose]());

const get = (path: string, init: RequestInit = { headers }) => fetch(`${hr.url}${path}`, init);
type Entry = { Employee_ID: string; Emails_group: { Email: string | null }[]; Job_group: { Title: string }[] };
const report = async (query: string) => {
  const { Report_Entry } = (await (await get(`/report?${query}`)).json()) as { Report_Entry: Entry[] };
  return Report_Entry;
};
const mail = (entry: Entry) => entry.Emails_group[1]?.Email;

describe('the people of the fake HR system', () => {
  const all = [...people(world)];
  const of = (status: string) => all.filter((person) => person.status === status).length;

  it('are a plausible company', () => {
    expect(all).toHaveLength(1000);
    expect(new Set(all.map((person) => person.email)).size).toBe(1000);
    expect(all.filter((person) => !person.email?.includes('@'))).toHaveLength(3);
    expect(of('Terminated')).toBeGreaterThan(10);
    expect(of('On Leave')).toBeGreaterThan(10);
    expect(all.filter((person) => person.ends && person.ends > '2030').length).toBeGreaterThan(2);
    expect(all.filter((person) => person.contingent).length).toBeGreaterThan(50);
    const bytes = all.reduce((sum, person) => sum + JSON.stringify(toReportEntry(person)).length, 0);
    expect(bytes / all.length).toBeGreaterThan(1300);
    expect(all.every((person) => !/undefined/.test(JSON.stringify(toReportEntry(person))))).toBe(true);
  });

  it('have managers who are there, up to one head', () => {
    const byId = new Map(all.map((person) => [person.employeeId, person]));
    for (const person of all) {
      const above = person.manager;
      if (person.index === 0) expect(above).toBeNull();
      else expect(byId.get(above?.employeeId ?? '')?.index).toBeLessThan(person.index);
    }
  });

  it('change a little with each step of churn, and the same way each time', () => {
    let before = new Map(all.map((person) => [person.index, person]));
    let [came, went, changed] = [0, 0, 0];
    for (let churn = 1; churn <= 20; churn++) {
      const now = new Map([...people({ ...world, churn })].map((person) => [person.index, person]));
      for (const [index, person] of now) {
        const was = before.get(index);
        if (!was) came++;
        else if (was.title !== person.title || was.department !== person.department) changed++;
      }
      for (const index of before.keys()) if (!now.has(index)) went++;
      before = now;
    }
    expect(came).toBe(100);
    expect(went).toBeGreaterThan(60);
    expect(went).toBeLessThan(140);
    expect(changed).toBeGreaterThan(120);
    expect(changed).toBeLessThan(260);
    expect(everHired({ ...world, churn: 20 })).toBe(1100);
    expect(personAt({ ...world, churn: 20 }, 77)).toEqual(personAt({ ...world, churn: 20 }, 77));
  });
});

it('are read by the recommended mapping of fifteen attributes and a role', () => {
  expect(Object.keys(mapping.standard).length + mapping.custom.length).toBe(15);
});

describe('the answers of the fake HR system', () => {
  it('are a report, an API, and one person, behind their credentials', async () => {
    expect(await report('')).toHaveLength(60);
    expect(await report('people=7&seed=3')).toHaveLength(7);
    expect((await get('/report', {})).status).toBe(401);
    expect((await get('/api/people')).status).toBe(401);
    const api = await get('/api/people', { headers: { authorization: 'Bearer hr-token' } });
    expect(await api.json()).toMatchObject({ data: { people: { length: 60 } }, meta: { total: 60 } });
    const one = (await (await get('/person?employee_id=E100003')).json()) as { Report_Entry: Entry[] };
    expect(one.Report_Entry[0]?.Employee_ID).toBe('E100003');
    const email = mail(one.Report_Entry[0] as Entry);
    expect(await (await get(`/person?email=${email}`)).json()).toEqual(one);
    expect(await (await get('/person?employee_id=E999999')).json()).toEqual({ Report_Entry: [] });
    expect(await (await get('/')).text()).toContain('60 people');
  });

  it('have the faults that a request names', async () => {
    expect(await report('fault=empty')).toEqual([]);
    expect(await report('fault=half')).toHaveLength(30);
    const [first, second] = [await report('fault=duplicate'), await report('fault=duplicate-differs')].map(
      (entries) => {
        const last = entries.at(-1);
        return [last, entries.find((entry) => entry.Employee_ID === last?.Employee_ID)];
      },
    );
    expect(first?.[0]).toEqual(first?.[1]);
    expect(second?.[0]?.Job_group[0]?.Title).toBe(`Acting ${second?.[1]?.Job_group[0]?.Title}`);
    const sane = await report('');
    const swapped = await report('fault=swap');
    const moved = swapped.filter((entry, index) => mail(entry) !== mail(sane[index] as Entry));
    expect(moved).toHaveLength(2);
    expect(new Set(swapped.map(mail))).toEqual(new Set(sane.map(mail)));
    const reused = await report('fault=reuse');
    expect([reused.length, new Set(reused.map(mail)).size]).toEqual([60, 60]);
    const active = await report('fault=reuse-active');
    expect([active.length, new Set(active.map(mail)).size]).toEqual([61, 60]);
    expect((await report('fault=null-emails')).filter((entry) => mail(entry) === null)).toHaveLength(3);
    await expect(get('/report?fault=short').then((answer) => answer.text())).rejects.toThrow();
    for (const fault of ['truncated', 'bad-record', 'broken', 'html', 'xml'])
      await expect(report(`fault=${fault}`)).rejects.toThrow(SyntaxError);
    expect(await report('fault=drip&every=1&bytes=30000')).toHaveLength(60);
    const asked = [1, 2, 3, 4].map(() => '/report?fault=429');
    const statuses = [];
    for (const path of asked) statuses.push((await get(path)).status);
    expect(statuses).toEqual([429, 429, 200, 429]);
    expect((await get('/report?fault=500')).status).toBe(500);
    expect((await get('/report?fault=nonsense')).status).toBe(400);
    expect(Object.keys(FAULTS)).toHaveLength(25);
  });
});
