import { expect, it } from 'vitest';
import { findSecretInTemplate } from '../../../src/sources/http-api/settings.ts';

it.each([
  ['{"password":"abc"}', 'password'],
  ["{'client_secret' : 'abc'}", 'client_secret'],
  ['grant=x&api_key=abc', 'api_key'],
  ['{"apiKey":"abc","page":{page}}', 'apiKey'],
  ['<login><Password>abc</Password></login>', 'Password'],
  ['{"auth":{"token":"a\\"b"}}', 'token'],
  ['{"token":12345}', 'token'],
])('the body of a request has a secret: %s', (template, name) => expect(findSecretInTemplate(template)).toBe(name));

it.each([
  '{"nextToken":"{cursor}","size":{size}}',
  'pageToken={cursor}&size={size}',
  '{"password":"","token":null}',
  '{"query":"{ people(token: $token) { id } }"}',
  '{"sortKey":"id","fields":["token","password"]}',
  '{"includePasswords":false}',
])('the body of a request has no secret: %s', (template) => expect(findSecretInTemplate(template)).toBeNull());
