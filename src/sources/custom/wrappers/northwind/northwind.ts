import type { PersonKey, Wrapper, WrapperContext } from '../../wrapper.ts';
import { SignedApi } from './signed-api.ts';

const codeOf = (department: unknown): string => {
  const hasCode = typeof department === 'object' && department !== null && 'code' in department;
  return hasCode && typeof department.code === 'string' ? department.code : '';
};
const list = (value: unknown): unknown[] => {
  if (!Array.isArray(value)) throw new Error('Northwind answered without the list that was asked for.');
  return value;
};

async function* pagesOf(api: SignedApi, path: string): AsyncGenerator<Record<string, unknown>, void> {
  for (let page = 1; ; page++) {
    const answer = await api.get(`${path}?page=${page}`);
    if (!answer) throw new Error(`Northwind has no ${path}.`);
    yield answer;
    if (answer.more !== true) return;
  }
}

async function* fetchPeople(context: WrapperContext): AsyncGenerator<unknown, void> {
  const api = new SignedApi(context);
  for await (const { departments, headcount } of pagesOf(api, '/departments')) {
    if (typeof headcount === 'number') context.expect(headcount);
    for (const department of list(departments)) {
      const path = `/departments/${encodeURIComponent(codeOf(department))}/people`;
      for await (const { people } of pagesOf(api, path)) yield* list(people);
    }
  }
}

async function fetchPerson({ employee_id }: PersonKey, context: WrapperContext): Promise<unknown> {
  if (employee_id === null) throw new Error('Northwind finds people by employee ID, and this one has none.');
  return new SignedApi(context).get(`/people/${encodeURIComponent(employee_id)}`);
}

/** An example: signed requests, a session that expires, nested pages. tools/hr implements this API. */
export const northwind: Wrapper = {
  about: {
    name: 'northwind',
    version: '1.0.0',
    description: 'Northwind HR by its signed API (an example).',
    secrets: { signing_key: 'Signing key' },
    options: {
      url: { type: 'url', description: 'Address of the API' },
      key_id: { type: 'text', description: 'ID of the signing key' },
    },
  },
  people: fetchPeople,
  person: fetchPerson,
};
