import type { Person } from './sync-harness.ts';

/** A pseudo-random generator, the same for the same seed; values in [0, 1). */
function seededRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/** Malformed or malicious payloads, as text: JSON.stringify would not write some of them. */
const ODD: readonly string[] = [
  '{"id":"X1","name":"Proto","email":"x1@acme.example","__proto__":{"title":"Owned"},"constructor":"x"}',
  '{"id":"X2","name":"Lone \\ud800","email":"x2@acme.example","title":"\\udfff"}',
  '{"id":12345678901234567890,"name":"Long number","email":"x3@acme.example"}',
  '{"id":"X4","name":"Same key","email":"no","email":"x4@acme.example"}',
  `{"id":"X5","name":"Deep","email":"x5@acme.example","title":${'['.repeat(600)}1${']'.repeat(600)}}`,
  `{"id":"X6","name":"Wide","email":"x6@acme.example","tags":[${Array.from({ length: 2000 }, (_, at) => at).join(',')}]}`,
  `{"id":"X7","name":"${'n'.repeat(20_000)}","email":"x7@acme.example"}`,
  '{"id":"X8","name":"A date","email":"x8@acme.example","hired":"2021-13-45"}',
  '{"id":"X9","name":"A role","email":"x9@acme.example","restricted":"perhaps"}',
  '{"id":"X10","name":"A status","email":"x10@acme.example","status":"on the moon"}',
  '{"id":"1.2E+10","name":"A spreadsheet","email":"x11@acme.example"}',
  '{"id":"0000E5","name":"Zeros","email":"x12@acme.example"}',
  '{}',
  '[]',
  '7',
  'null',
  '"text"',
  '{"name":"Nobody","tags":null}',
];

/**
 * A whole feed as text: usual people, several rows of one, e-mails that move, people who come, go and are out of scope, and
 * whatever is odd. The same for the same seed.
 */
export function hostileFeed(people: number, seed: number): string {
  const next = seededRandom(seed);
  const pick = (...values: unknown[]): unknown => values[Math.floor(next() * values.length)];
  const rows = Array.from({ length: people }, (_, at): string => {
    const id = next() < 0.02 ? at - 1 : at;
    const one: Person = {
      id: next() < 0.03 ? null : pick(`E${id}`, ` e${id} `, `E${id}`),
      name: next() < 0.01 ? null : `Person ${id}`,
      email: next() < 0.02 ? pick(null, 'bad', '', 7) : `p${next() < 0.02 ? at + 1 : id}@acme.example`,
      title: pick('Engineer', 'Lead', null, undefined, '  Lead ', 3, true, ['a']),
      department: pick('R&D', 'Sales', null),
      hired: pick('2020-01-01', '2019-05-05-08:00', null, '2999-01-01', '01/02/2020'),
      ends: pick(null, null, null, null, null, '2020-02-02', '2999-01-01', '2018-01-01'),
      restricted: pick(null, '0', '1', 'false', true),
      status: pick(null, 'Active', 'On leave', 'Terminated', 'Active', 'Active'),
      manager: pick(null, `E${at + 1}`, 'boss@acme.example'),
      type: pick('staff', 'staff', 'staff', 'agency'),
      main: pick(true, null),
      tags: pick(null, ['b', 'a'], [], 'one', [1, 2]),
    };
    return JSON.stringify(one);
  });
  for (const [at, odd] of ODD.entries()) rows.splice(Math.floor((at * people) / ODD.length), 0, odd);
  return `[${rows.join(',\n')}]`;
}
