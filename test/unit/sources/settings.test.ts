import { describe, expect, it } from 'vitest';
import { describeFault } from '../../../src/domain/shared/fault.ts';
import { sourceOf } from '../../../src/sources/registry.ts';
import { acceptedHttpApi, acceptedSource, acceptedWorkday, requireSource } from '../../fixtures/sources.ts';

const url = 'https://hr.example.com/report';
const auth = { type: 'basic', username: 'hr', password: 'pw-12345' };
const refusal = (
  kind: string,
  body: object,
  before: Parameters<ReturnType<typeof requireSource>['parseBody']>[1] = null,
) => {
  const accepted = requireSource(kind).parseBody(body, before);
  return accepted.ok ? null : `${accepted.fault.code}: ${describeFault(accepted.fault)}`;
};
const report = { enabled: true, all_people_url: url, single_person_url: null, format: 'json', auth };
const api = { enabled: true, url, records: 'data.people', auth: { type: 'bearer', token: 'tok-12345' } };

describe('the body of a data source', () => {
  it('is split into settings and secrets', () => {
    expect(requireSource('workday').parseBody(report, null)).toEqual({
      ok: true,
      value: {
        enabled: true,
        settings: {
          all_people_url: url,
          single_person_url: null,
          format: 'json',
          auth: { type: 'basic', username: 'hr' },
        },
        secrets: { password: 'pw-12345' },
      },
    });
    const body = { ...api, headers: { 'X-Api-Key': 'k-12345', 'X-Version': '2' }, total: 'meta.total' };
    expect(requireSource('http-api').parseBody(body, null)).toEqual({
      ok: true,
      value: {
        enabled: true,
        settings: {
          url,
          method: 'GET',
          headers: { 'x-api-key': null, 'x-version': '2' },
          format: 'json',
          csv_quotes: 'doubled',
          records: 'data.people',
          single_person_url: null,
          auth: { type: 'bearer' },
          body: null,
          paging: { type: 'none' },
          total: 'meta.total',
        },
        secrets: { token: 'tok-12345', headers: { 'x-api-key': 'k-12345' } },
      },
    });
  });

  it.each([
    ['unknown key', 'workday', { ...report, colour: 1 }, 'invalid_body: “colour” is not known here'],
    [
      'unknown key inside',
      'workday',
      { ...report, auth: { ...auth, otp: '1' } },
      'invalid_body: “auth.otp” is not known',
    ],
    ['missing key', 'workday', { ...report, all_people_url: undefined }, 'invalid_body: “all_people_url” is missing'],
    ['no body', 'workday', null as never, 'invalid_body: The body must be an object.'],
    ['another format', 'workday', { ...report, format: 'xml' }, 'Choose “json” or “csv”'],
    ['another format', 'http-api', { ...api, format: 'xml' }, '“format” must be one of "json", "ndjson", "csv".'],
    ['no path', 'http-api', { ...api, records: undefined }, 'invalid_settings: “records”: Enter the path'],
    ['path in CSV', 'http-api', { ...api, format: 'csv' }, 'There are no keys in CSV'],
    ['total in NDJSON', 'http-api', { ...api, format: 'ndjson', records: '', total: 'meta.n' }, 'Write header: and'],
    ['odd total', 'http-api', { ...api, total: 'header:a b' }, 'the name of a header'],
    ['quotes of JSON', 'http-api', { ...api, csv_quotes: 'backslash' }, 'for the format “csv” only'],
    [
      'another auth',
      'workday',
      { ...report, auth: { type: 'bearer', token: url } },
      'Choose “basic” or “oauth2_refresh”.',
    ],
    ['another auth', 'http-api', { ...api, auth: { type: 'digest' } }, 'must be one of none, basic, bearer, header,'],
    ['no value', 'http-api', { ...api, auth: { type: 'header', name: 'X-Key' } }, 'The value of the header is missing'],
    [
      'header of ours',
      'http-api',
      { ...api, auth: { type: 'header', name: 'Host', value: 'v' } },
      '“auth.name”: This header is set by the request',
    ],
    [
      'header twice',
      'http-api',
      { ...api, headers: { 'x-key': '1' }, auth: { type: 'header', name: 'X-Key', value: 'v' } },
      'sets this header already',
    ],
    [
      'no refresh token',
      'workday',
      { ...report, auth: { type: 'oauth2_refresh', token_url: url, client_id: 'c', client_secret: 's-12345' } },
      'The refresh token is missing',
    ],
    [
      'odd token URL',
      'http-api',
      { ...api, auth: { type: 'oauth2_client', token_url: 'x', client_id: 'c', client_secret: 's-12345' } },
      'invalid_settings: “auth.token_url”: The URL cannot be read',
    ],
    ['paging', 'http-api', { ...api, paging: { type: 'pages' } }, 'Choose “none”, “page”, “offset”'],
    ['paging', 'http-api', { ...api, paging: { type: 'page', path: 'x' } }, '“paging.path” is not known here'],
    ['no cursor', 'http-api', { ...api, paging: { type: 'cursor', path: '' } }, 'Enter where the answer has it'],
    [
      'cursor in CSV',
      'http-api',
      { ...api, records: '', format: 'csv', paging: { type: 'cursor', path: 'next' } },
      '“paging.path”: Only JSON has a place',
    ],
    ['body of a GET', 'http-api', { ...api, body: '{}' }, 'A GET has no body'],
    [
      'scheme',
      'workday',
      { ...report, all_people_url: 'ftp://a.example' },
      'invalid_settings: “all_people_url”: The URL must start with https://',
    ],
    [
      'credentials in the URL',
      'http-api',
      { ...api, url: 'https://u:p@a.example/' },
      'invalid_settings: “url”: The URL has a user name',
    ],
    ['no placeholder', 'workday', { ...report, single_person_url: url }, 'needs {employee_id} or {email}'],
    ['odd placeholder', 'workday', { ...report, single_person_url: `${url}?x={id}` }, '{id} is no placeholder'],
    [
      'placeholder in the host',
      'http-api',
      { ...api, single_person_url: 'https://{email}.example/x' },
      'not in its host',
    ],
    ['no password', 'workday', { ...report, auth: { type: 'basic', username: 'hr' } }, 'The password is missing'],
    ['no token', 'http-api', { ...api, auth: { type: 'bearer' } }, 'The token is missing'],
    ['header twice', 'http-api', { ...api, headers: { 'X-A': '1', 'x-a': '2' } }, 'occurs twice'],
    ['header of ours', 'http-api', { ...api, headers: { Host: 'x' } }, 'set by the request itself'],
    ['header with a line break', 'http-api', { ...api, headers: { 'X-A': 'a\r\nb: c' } }, 'line breaks'],
    ['two authorizations', 'http-api', { ...api, headers: { Authorization: 'x' } }, 'sets this header already'],
    ['path', 'http-api', { ...api, records: 'a..b' }, 'single dots'],
  ])('is refused: %s (%s)', (_name, kind, body, wanted) => {
    const said = refusal(kind, body);
    expect(said).toContain(wanted);
    expect(said).not.toMatch(/12345/);
  });

  it('may leave a secret out when it still goes to the same place and user', () => {
    const before = acceptedWorkday(url, { auth });
    const quiet = { ...report, auth: { type: 'basic', username: 'hr' } };
    const again = requireSource('workday').parseBody(
      { ...quiet, single_person_url: `${url}?id={employee_id}` },
      before,
    );
    expect(again).toMatchObject({ ok: true, value: { secrets: { password: 'pw-12345' } } });
    expect(refusal('workday', { ...quiet, all_people_url: 'https://evil.example/report' }, before)).toContain(
      'Enter the password again: a URL now leads to https://evil.example',
    );
    const other = [
      { ...quiet, all_people_url: 'http://hr.example.com/report' },
      { ...quiet, all_people_url: 'https://hr.example.com:8443/report' },
      { ...quiet, single_person_url: 'https://evil.example/?x={email}' },
      { ...quiet, auth: { type: 'basic', username: 'other' } },
    ];
    for (const body of other) expect(refusal('workday', body, before)).toContain('Enter the password again');
    expect(refusal('workday', { ...report, all_people_url: 'https://evil.example/report' }, before)).toBeNull();
  });

  it('may leave out a token and secret headers in the same way', () => {
    const before = acceptedHttpApi(url, {
      auth: { type: 'bearer', token: 'tok-12345' },
      headers: { 'x-api-key': 'k-12345' },
    });
    const body = { ...api, auth: { type: 'bearer' }, headers: { 'X-Api-Key': null } };
    expect(requireSource('http-api').parseBody(body, before)).toMatchObject({
      ok: true,
      value: { secrets: { token: 'tok-12345', headers: { 'x-api-key': 'k-12345' } } },
    });
    expect(refusal('http-api', { ...body, url: 'https://evil.example/' }, before)).toContain('token again');
    const bare = { ...body, auth: { type: 'none' }, url: 'https://evil.example/' };
    expect(refusal('http-api', bare, before)).toContain('x-api-key again');
    expect(refusal('http-api', { ...body, url: 'https://evil.example/', headers: {} }, before)).toContain(
      'token again',
    );
    expect(refusal('http-api', { ...body, headers: { 'x-other-token': null } }, before)).toContain('is missing');
    expect(refusal('http-api', { ...body, headers: { 'x-version': null } }, before)).toContain('has no value');
  });
});

it('sends the secrets of a client to no other token URL, and for no other client', () => {
  const auth = { type: 'oauth2_refresh', token_url: 'https://id.example/token', client_id: 'c' };
  const secrets = { client_secret: 's-12345', refresh_token: 'r-12345' };
  const before = acceptedWorkday(url, { auth: { ...auth, ...secrets } });
  const quiet = { ...report, auth };
  const known = { ...before, secrets: { ...before.secrets, access: '1 a-12345' } };
  expect(requireSource('workday').parseBody(quiet, known)).toMatchObject({ ok: true, value: { secrets } });
  const other = (more: object) => refusal('workday', { ...quiet, auth: { ...auth, ...more } }, before);
  expect(other({ token_url: 'https://hr.example.com/token' })).toContain('the client or its token URL has changed');
  expect(other({ token_url: 'https://evil.example/token' })).toContain('leads to https://evil.example');
  expect(other({ client_id: 'd' })).toContain('the client or its token URL has changed');
  expect(refusal('workday', { ...quiet, all_people_url: 'https://evil.example/' }, before)).toContain('secret again');
});

it('is known for each data source that can be pulled from', () => {
  expect(sourceOf('workday')?.kind).toBe('workday');
  expect(sourceOf('scim')).toBeNull();
  expect(() => acceptedSource('http-api', { url: 'x' })).toThrow();
});
