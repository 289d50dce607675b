import { z } from 'zod';
import { isSecretName } from '../../lib/secret-name.ts';
import { AUTH_BODIES, authSecrets, authSettings } from '../auth.ts';
import { keyPath, personUrlText, placeText, urlText } from '../settings.ts';
import { paging } from './paging.ts';
import { secretInBody } from './secret-in-body.ts';

const AUTH = `The authentication type must be one of ${Object.keys(AUTH_BODIES).join(', ')}.`;
const { none, basic, bearer, header, oauth2_client, oauth2_refresh } = AUTH_BODIES;
const format = z.enum(['json', 'ndjson', 'csv']);
const quotes = z.enum(['doubled', 'backslash']);
/** Names that requests have a use of their own for. */
const OURS =
  /^(host|content-length|connection|keep-alive|transfer-encoding|accept-encoding|te|upgrade|expect|trailer)$|^(proxy|sec|cf)-/;

const headers = z
  .record(z.string(), z.string().max(4000).nullable())
  .superRefine((given, context) => {
    const seen = new Set<string>();
    for (const [name, value] of Object.entries(given)) {
      const refuse = (message: string) => context.addIssue({ code: 'custom', path: [name], message });
      const lower = name.toLowerCase();
      if (!/^[!#$%&'*+.^_`|~0-9a-z-]{1,100}$/.test(lower)) refuse('This is not the name of a header.');
      else if (OURS.test(lower)) refuse('This header is set by the request itself. Leave it out.');
      else if (seen.has(lower)) refuse('This header occurs twice. Leave one out.');
      else if (value === null && !isSecretName(lower)) refuse('This header has no value. Enter it or leave it out.');
      else if (value !== null && !/^[\t\x20-\x7e\x80-\xff]*$/.test(value))
        refuse('The value has characters that no header can hold (line breaks, for example).');
      seen.add(lower);
    }
  })
  .transform((given) => Object.fromEntries(Object.entries(given).map(([name, value]) => [name.toLowerCase(), value])));

export const body = z
  .strictObject({
    enabled: z.boolean(),
    url: urlText,
    method: z.enum(['GET', 'POST']).default('GET'),
    /** Null keeps the stored value of a header that is secret. */
    headers: headers.default({}),
    format: format.default('json'),
    /** How a CSV answer writes quotes inside quotes. */
    csv_quotes: quotes.default('doubled'),
    /** Needed for JSON; an answer in another format has no keys around its records. */
    records: keyPath.optional(),
    single_person_url: personUrlText.nullish(),
    auth: z.discriminatedUnion('type', [none, basic, bearer, header, oauth2_client, oauth2_refresh], AUTH),
    /** Of a POST; `{page}`, `{offset}`, `{cursor}` and `{size}` are filled in for each page. */
    body: z.string().max(50_000).nullish(),
    paging: paging.default({ type: 'none' }),
    total: placeText.nullish(),
  })
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
    const secret = secretInBody(body ?? '');
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
    if (auth.type === 'header' && OURS.test(auth.name))
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

export const settings = z.object({
  url: z.string(),
  method: z.enum(['GET', 'POST']),
  /** Null where the value is sealed. */
  headers: z.record(z.string(), z.string().nullable()),
  format,
  csv_quotes: quotes.default('doubled'),
  records: z.string(),
  single_person_url: z.string().nullable(),
  auth: authSettings,
  body: z.string().nullable().default(null),
  paging,
  total: z.string().nullable(),
});

export const secrets = authSecrets.extend({ headers: z.record(z.string(), z.string()) });

export type Body = z.infer<typeof body>;
export type Settings = z.infer<typeof settings>;
export type Secrets = z.infer<typeof secrets>;
