import { expect, test } from 'vitest';
import { newTenant } from '../harness/tenant.ts';

test('the store of notices shows a tenant only its own rows, each once', async () => {
  const [a, b] = [await newTenant('own'), await newTenant('other')];
  expect(await a.notices.add('wrapper', 'acme', 'Words', 1)).toBe(true);
  expect(await a.notices.add('wrapper', 'acme', 'Other words', 2)).toBe(false);
  expect(await b.notices.listOpen()).toEqual([]);
  expect(await b.notices.add('wrapper', 'acme', 'Words', 3)).toBe(true);
  const [notice] = await a.notices.listOpen();
  expect(notice).toMatchObject({ kind: 'wrapper', subject: 'acme', message: 'Words', createdAt: 1 });
  expect(await b.notices.dismiss(notice?.id ?? 0, 'eve', 4)).toBe(false);
  expect(await a.notices.dismiss(notice?.id ?? 0, 'ada', 5)).toBe(true);
  expect(await a.notices.listOpen()).toEqual([]);
  expect(await a.notices.add('wrapper', 'acme', 'Words', 6)).toBe(false);
});
