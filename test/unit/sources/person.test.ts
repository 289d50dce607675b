import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startFakeHr } from '../../fixtures/local-server.ts';
import { acceptedHttpApi, acceptedWorkday, requireSource, serveWith, sourceContext } from '../../fixtures/sources.ts';

let hr: Awaited<ReturnType<typeof startFakeHr>>;
beforeAll(async () => {
  hr = await startFakeHr({ people: 50 });
});
afterAll(() => hr[Symbol.asyncDispose]());

const id = (employee_id: string | null, email: string | null = null) => ({ employee_id, email });
const said = async (asked: ReturnType<ReturnType<typeof requireSource>['person']>) => {
  const result = await asked;
  return result.ok ? JSON.parse(new TextDecoder().decode(result.value)) : result.fault.code;
};
const ask = (template: string | null, key = id('E100003'), more: object = {}) =>
  said(
    requireSource('workday').person(
      acceptedWorkday(hr.url, { single_person_url: template, ...more }),
      key,
      sourceContext().context,
    ),
  );

describe('one person of Workday', () => {
  it('is found by employee ID or e-mail', async () => {
    const person = await ask(`${hr.url}/person?employee_id={employee_id}`);
    expect(person.Employee_ID).toBe('E100003');
    const email = person.Emails_group[1].Email;
    expect(await ask(`${hr.url}/person?email={email}`, id(null, email.toUpperCase()))).toEqual(person);
  });

  it('is not found when nobody or several match', async () => {
    const url = `${hr.url}/person?employee_id={employee_id}`;
    expect(await ask(url, id('E999999'))).toBe('person_not_found');
    expect(await ask(url, id('a&employee_id=E100003'))).toBe('person_not_found');
    expect(await ask(`${url}&fault=duplicate`)).toBe('person_ambiguous');
    expect(await ask(url, id(null, 'x@y.example'))).toBe('single_person_key_missing');
    expect(await ask(`${hr.url}/people/{employee_id}`, id('..'))).toBe('single_person_key_missing');
    expect(await ask(null)).toBe('single_person_not_configured');
    expect(await ask(`${hr.url}/nowhere?{employee_id}`)).toBe('person_not_found');
    expect(await ask(url, id('E100003'), { auth: { type: 'basic', username: 'hr', password: 'no' } })).toBe(
      'source_refused_credentials',
    );
    expect(await ask(`${hr.url}/report?fault=html&x={employee_id}`)).toBe('source_not_json');
  });
});

describe('one person of an HTTP API', () => {
  const answered = async (body: string, records = 'data.people', status = 200) => {
    await using server = await serveWith((_, response) =>
      response.writeHead(status).end(status === 204 ? undefined : body),
    );
    const settings = acceptedHttpApi(server.url, { records, single_person_url: `${server.url}/{employee_id}` });
    return await said(requireSource('http-api').person(settings, id('a/b'), sourceContext().context));
  };

  it('may be bare, or the list with one entry', async () => {
    expect(await answered('{"data":{"people":[{"a":1}]}}')).toEqual({ a: 1 });
    expect(await answered('\ufeff {"a":1} ')).toEqual({ a: 1 });
    expect(await answered('[{"a":1}]', '')).toEqual({ a: 1 });
    expect(await answered('{"a":[2]}', '')).toEqual({ a: [2] });
  });

  it.each([
    ['{"data":{"people":[]}}', 200, 'person_not_found'],
    ['{}', 200, 'person_not_found'],
    ['null', 200, 'person_not_found'],
    ['', 204, 'person_not_found'],
    ['gone', 404, 'person_not_found'],
    ['{"data":{"people":[{"a":1},{"a":2}]}}', 200, 'person_ambiguous'],
    ['{"data":{"people":[{"a":nul}]}}', 200, 'feed_broken'],
    ['{"data":{"people":["a"]}}', 200, 'feed_broken'],
    ['{"data":{"workers":[]}}', 200, 'records_not_found'],
    ['{"a":', 200, 'feed_incomplete'],
    ['<html>', 200, 'source_not_json'],
    ['<x/>', 200, 'source_xml'],
  ])('answered with %s (%i) is %s', async (body, status, wanted) =>
    expect(await answered(body, 'data.people', status)).toBe(wanted),
  );

  it('may not be larger than the limit', async () => {
    expect(await answered(`{"data":{"people":[{"a":"${'x'.repeat(5e6)}"}]}}`)).toBe('source_too_large');
  });

  it('puts the key into the path as one segment', async () => {
    const asked: unknown[] = [];
    await using server = await serveWith((request, response) => {
      asked.push(request.url);
      response.end('{"a":1}');
    });
    const settings = acceptedHttpApi(server.url, { single_person_url: `${server.url}/p/{email}?x={employee_id}` });
    await requireSource('http-api').person(settings, id('é/ü', 'a+b@c.example'), sourceContext().context);
    expect(asked).toEqual(['/p/a%2Bb%40c.example?x=%C3%A9%2F%C3%BC']);
  });
});
