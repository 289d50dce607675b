import { z } from 'zod';
import type { Fault } from '../../domain/shared/fault.ts';
import { isSecretName } from '../../lib/http/redact.ts';
import { ok, type Result } from '../../lib/result.ts';
import { AUTH_TYPES, authSecrets, authSettings, splitAuth } from '../auth.ts';
import { keyPathField, personUrlField, placeField, urlField } from '../body-fields.ts';
import type { StoredSource } from '../source.ts';
import { keepOrReplaceSecret, originChange } from '../stored-secret.ts';
import { paging } from './paging.ts';

const RESERVED_HEADERS =
  /^(host|content-length|connection|keep-alive|transfer-encoding|accept-encoding|te|upgrade|expect|trailer)$|^(proxy|sec|cf)-/;

const headers = z
  .record(z.string(), z.string().max(4000).nullable())
  .superRefine((given, context) => {
    const seen = new Set<string>();
    for (const [name, value] of Object.entries(given)) {
      const refuse = (message: string) => context.addIssue({ code: 'custom', path: [name], message });
      const lower = name.toLowerCase();
      if (!/^[!#$%&'*+.^_`|~0-9a-z-]{1,100}$/.test(lower)) refuse('This is not the name of a header.');
      else if (RESERVED_HEADERS.test(lower)) refuse('This header is set by the request itself. Leave it out.');
      else if (seen.has(lower)) refuse('This header occurs twice. Leave one out.');
      else if (value === null && !isSecretName(lower)) refuse('This header has no value. Enter it or leave it out.');
      else if (value !== null && !/^[\t\x20-\x7e\x80-\xff]*$/.test(value))
        refuse('The value has characters that no header can hold (line breaks, for example).');
      seen.add(lower);
    }
  })
  .transform((given) => Object.fromEntries(Object.entries(given).map(([name, value]) => [name.toLowerCase(), value])));

const authBody = z.discriminatedUnion(
  'type',
  [
    AUTH_TYPES.none.body,
    AUTH_TYPES.basic.body,
    AUTH_TYPES.bearer.body,
    AUTH_TYPES.header.body,
    AUTH_TYPES.oauth2_client.body,
    AUTH_TYPES.oauth2_refresh.body,
  ],
  `The authentication type must be one of ${Object.keys(AUTH_TYPES).join(', ')}.`,
);

const fields = {
  url: urlField,
  method: z.enum(['GET', 'POST']).default('GET'),
  /** Null for a secret header: in a body it keeps the stored value, in the settings it stands for the sealed one. */
  headers: headers.default({}),
  format: z.enum(['json', 'ndjson', 'csv']).default('json'),
  csv_quotes: z.enum(['doubled', 'backslash']).default('doubled'),
  /** Required for JSON, where it may be `''`; other formats have no keys around their records. */
  records: keyPathField.optional(),
  single_person_url: personUrlField.nullish().transform((url) => url ?? null),
  auth: authBody,
  /** Of a POST; `{page}`, `{offset}`, `{cursor}` and `{size}` are filled in for each page. */
  body: z
    .string()
    .max(50_000)
    .nullish()
    .transform((body) => body || null),
  paging: paging.default({ type: 'none' }),
  total: placeField.nullish().transform((place) => place || null),
};

export const httpBody = z
  .strictObject({ enabled: z.boolean(), ...fields })
  .superRefine(({ auth, headers, format, records, total, csv_quotes, method, body, paging }, context) => {
    const refuse = (field: string, message: string) => context.addIssue({ code: 'custom', path: [field], message });
    if (format === 'json' && records === undefined)
      refuse('records', 'Enter the path to the records, such as data.people; leave it empty for a list at the top.');
    if (format !== 'json' && records) refuse('records', `There are no keys in ${format.toUpperCase()}. Leave it out.`);
    if (format !== 'json' && total && !total.startsWith('header:'))
      refuse(
        'total',
        `${format.toUpperCase()} has no place for a total beside the records. Write header: and the name of a header.`,
      );
    const secret = findSecretInTemplate(body ?? '');
    if (secret !== null)
      refuse(
        'body',
        `“${secret}” looks like a secret, and a body is shown to every admin. Send it in a header instead.`,
      );
    if (method === 'GET' && body) refuse('body', 'A GET has no body. Choose POST, or leave it out.');
    if ('path' in paging && format !== 'json' && !paging.path.startsWith('header:'))
      context.addIssue({
        code: 'custom',
        path: ['paging', 'path'],
        message: 'Only JSON has a place for it beside the records. Write header: and the name of a header.',
      });
    if (format !== 'csv' && csv_quotes !== 'doubled') refuse('csv_quotes', 'This is for the format “csv” only.');
    const set = auth.type === 'none' ? null : auth.type === 'header' ? auth.name : 'authorization';
    if (auth.type === 'header' && RESERVED_HEADERS.test(auth.name))
      context.addIssue({
        code: 'custom',
        path: ['auth', 'name'],
        message: 'This header is set by the request itself.',
      });
    if (set !== null && set in headers)
      context.addIssue({
        code: 'custom',
        path: ['headers', set],
        message: `The authentication type “${auth.type}” sets this header already. Leave it out, or choose “none”.`,
      });
  });

export const httpSettings = z.object({ ...fields, records: keyPathField, auth: authSettings });

export const httpSecrets = authSecrets.extend({ headers: z.record(z.string(), z.string()) });

export type HttpApiBody = z.infer<typeof httpBody>;
export type HttpApiSettings = z.infer<typeof httpSettings>;
export type HttpApiSecrets = z.infer<typeof httpSecrets>;

const urlsOf = ({ url, single_person_url }: Pick<HttpApiSettings, 'url' | 'single_person_url'>) => [
  url,
  single_person_url,
];

/** Header values that are secret stand as null in the settings. */
export function splitHttpBody(
  body: HttpApiBody,
  before: StoredSource<HttpApiSettings, HttpApiSecrets> | null,
): Result<StoredSource<HttpApiSettings, HttpApiSecrets>, Fault> {
  const { enabled: _, auth, headers, ...visible } = body;
  const urls = urlsOf(body);
  const earlier = before && { auth: before.settings.auth, urls: urlsOf(before.settings), secrets: before.secrets };
  const split = splitAuth(auth, urls, earlier);
  if (!split.ok) return split;
  const visibleHeaders = Object.entries(headers).map(([name, value]) => [name, isSecretName(name) ? null : value]);
  const settings: HttpApiSettings = {
    ...visible,
    records: visible.records ?? '',
    headers: Object.fromEntries(visibleHeaders),
    auth: split.value.settings,
  };
  const secrets: HttpApiSecrets = { ...split.value.secrets, headers: {} };
  // A header belongs to a place, not to a user name.
  const change = before && originChange(urls, urlsOf(before.settings));

  for (const [name, value] of Object.entries(headers)) {
    if (!isSecretName(name)) continue;
    const secret = keepOrReplaceSecret(
      { path: `headers.${name}`, name: `value of the header ${name}` },
      value,
      before?.secrets.headers[name],
      change,
    );
    if (!secret.ok) return secret;
    secrets.headers[name] = secret.value;
  }
  return ok({ settings, secrets });
}

const SECRET_KEY = /passw|passphrase|secret|api[_-]?key|credential|signature|token$/i;
/** `"name": "value"`, `name=value` and `<name>value<`. */
const KEY_VALUE_PAIRS = [
  /["']?([\w.-]+)["']?\s*[:=]\s*(?:"((?:[^"\\]|\\.)*)"|'([^']*)'|([^\s,&{}"'<>]+))/g,
  /<([\w.:-]+)[^<>]*>([^<]+)</g,
];
/** What is filled in later, and variables of GraphQL. */
const NOT_SECRET = /^(?:\s|\{(?:page|offset|cursor|size)\})*$|^\$|^(?:null|true|false)$/;

/** A body is shown to every admin. @returns the name of what looks like a secret */
export function findSecretInTemplate(template: string): string | null {
  for (const pair of KEY_VALUE_PAIRS) {
    for (const [, name = '', ...values] of template.matchAll(pair)) {
      const value = values.find((group) => group !== undefined) ?? '';
      if (SECRET_KEY.test(name) && !NOT_SECRET.test(value)) return name;
    }
  }
  return null;
}
