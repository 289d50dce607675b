import { authGroup } from './auth.ts';
import type { Group, Setting, SourceForm, Typed } from './fields.ts';
import { pagingGroup } from './paging.ts';

const request = (typed: Typed): Group => ({
  id: 'request',
  legend: 'Request',
  settings: [
    { name: 'url', label: 'URL (all people)', as: 'url', required: true },
    {
      name: 'single_person_url',
      label: 'URL (single person)',
      as: 'text',
      empty: 'null',
      hint: 'Optional, with {employee_id} or {email} where the key goes.',
    },
    {
      name: 'method',
      label: 'Method',
      as: 'choice',
      switches: 'group',
      options: [
        ['GET', 'GET'],
        ['POST', 'POST'],
      ],
    },
    ...(typed('method') === 'POST' ? [BODY] : []),
    {
      name: 'headers',
      label: 'Headers',
      as: 'headers',
      hint: 'Optional, one a line: “Name: value”. Values of keys and tokens are kept secret; a line without its value keeps the stored one.',
    },
  ],
});
const BODY: Setting = {
  name: 'body',
  label: 'Body',
  as: 'lines',
  empty: 'null',
  hint: '{page}, {offset}, {cursor} and {size} are filled in for each page. Passwords and keys belong in a header.',
};

const QUOTES: Setting = {
  name: 'csv_quotes',
  label: 'Quotes inside quotes',
  as: 'choice',
  options: [
    ['doubled', 'are doubled: ""'],
    ['backslash', 'follow a backslash: \\"'],
  ],
};
const RECORDS: Setting = {
  name: 'records',
  label: 'Path to the records',
  as: 'text',
  empty: 'text',
  hint: 'Keys with dots between them, such as data.people. Empty when the answer itself is the list.',
};

const answer = (typed: Typed): Group => ({
  id: 'answer',
  legend: 'Answer',
  settings: [
    {
      name: 'format',
      label: 'Format',
      as: 'choice',
      switches: 'group',
      options: [
        ['json', 'JSON'],
        ['ndjson', 'NDJSON: one JSON record a line'],
        ['csv', 'CSV'],
      ],
    },
    ...(typed('format') === 'csv' ? [QUOTES] : typed('format') === 'ndjson' ? [] : [RECORDS]),
    {
      name: 'total',
      label: 'Place of the total',
      as: 'text',
      empty: 'null',
      hint: 'Optional: where the answer says how many people there are, such as meta.total or header:X-Total-Count. When fewer come, nobody is changed.',
    },
  ],
});

/** Any HTTP API, without code. */
export const httpApiForm: SourceForm = {
  toggle: 'Enable HTTP API integration',
  initial: {
    method: 'GET',
    format: 'json',
    csv_quotes: 'doubled',
    'auth.type': 'bearer',
    'auth.client_auth': 'header',
    'paging.type': 'none',
  },
  groups: (typed) => [
    request(typed),
    authGroup(['none', 'basic', 'bearer', 'header', 'oauth2_client', 'oauth2_refresh'], typed('auth.type')),
    answer(typed),
    pagingGroup(typed('paging.type')),
  ],
};
