import { authGroup, CSV_QUOTES_FIELD } from './common-fields.ts';
import type { FieldGroup, FormValues, SourceField, SourceForm } from './fields.ts';

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
  groups: (values) => [
    requestGroup(values),
    authGroup(['none', 'basic', 'bearer', 'header', 'oauth2_client', 'oauth2_refresh'], values('auth.type')),
    answerGroup(values),
    pagingGroup(values('paging.type')),
  ],
};

const requestGroup = (values: FormValues): FieldGroup => ({
  id: 'request',
  legend: 'Request',
  fields: [
    { name: 'url', label: 'URL (all people)', input: 'url', required: true },
    {
      name: 'single_person_url',
      label: 'URL (single person)',
      input: 'text',
      whenEmpty: 'null',
      hint: 'Optional, with {employee_id} or {email} where the key goes.',
    },
    {
      name: 'method',
      label: 'Method',
      input: 'choice',
      refreshes: 'group',
      options: [
        ['GET', 'GET'],
        ['POST', 'POST'],
      ],
    },
    ...(values('method') === 'POST' ? [BODY_FIELD] : []),
    {
      name: 'headers',
      label: 'Headers',
      input: 'headers',
      hint: 'Optional, one a line: “Name: value”. Values of keys and tokens are kept secret; a line without its value keeps the stored one.',
    },
  ],
});
const BODY_FIELD: SourceField = {
  name: 'body',
  label: 'Body',
  input: 'lines',
  whenEmpty: 'null',
  hint: '{page}, {offset}, {cursor} and {size} are filled in for each page. Passwords and keys belong in a header.',
};

const RECORDS_FIELD: SourceField = {
  name: 'records',
  label: 'Path to the records',
  input: 'text',
  whenEmpty: 'text',
  hint: 'Keys with dots between them, such as data.people. Empty when the answer itself is the list.',
};

const answerGroup = (values: FormValues): FieldGroup => ({
  id: 'answer',
  legend: 'Answer',
  fields: [
    {
      name: 'format',
      label: 'Format',
      input: 'choice',
      refreshes: 'group',
      options: [
        ['json', 'JSON'],
        ['ndjson', 'NDJSON: one JSON record a line'],
        ['csv', 'CSV'],
      ],
    },
    ...formatFields(values('format')),
    {
      name: 'total',
      label: 'Place of the total',
      input: 'text',
      whenEmpty: 'null',
      hint: 'Optional: where the answer says how many people there are, such as meta.total or header:X-Total-Count. When fewer come, nobody is changed.',
    },
  ],
});

function formatFields(format: string): SourceField[] {
  if (format === 'csv') return [CSV_QUOTES_FIELD];
  return format === 'ndjson' ? [] : [RECORDS_FIELD];
}

const PAGING_TYPES = [
  ['none', 'None: everybody comes at once'],
  ['page', 'Number of the page'],
  ['offset', 'Offset: how many came before'],
  ['cursor', 'Cursor: each answer names the next'],
  ['next_url', 'URL of the next page, in the answer'],
  ['link', 'URL of the next page, in the Link header'],
] as const;

const parameterField = (usual: string): SourceField => ({
  name: 'paging.parameter',
  label: 'Parameter',
  input: 'text',
  hint: `Its name in the URL; ${usual} unless you say otherwise.`,
});
const pathField = (what: string): SourceField => ({
  name: 'paging.path',
  label: `Path to the ${what}`,
  input: 'text',
  required: true,
  hint: 'Where the answer has it, such as meta.next, or header:X-Next.',
});
const PAGE_SIZE_FIELDS: SourceField[] = [
  {
    name: 'paging.size_parameter',
    label: 'Parameter of the page size',
    input: 'text',
    hint: 'Optional, such as limit.',
  },
  { name: 'paging.size', label: 'People a page', input: 'number', hint: 'Optional.' },
];
const MAX_PAGES_FIELD: SourceField = {
  name: 'paging.max_pages',
  label: 'Pages at most',
  input: 'number',
  hint: '1,000 unless you say otherwise. A sync that meets more fails.',
};

const PAGING_FIELDS: Record<string, SourceField[]> = {
  page: [
    parameterField('page'),
    {
      name: 'paging.first',
      label: 'The first page is',
      input: 'choice',
      type: 'number',
      options: [
        ['1', 'page 1'],
        ['0', 'page 0'],
      ],
    },
    ...PAGE_SIZE_FIELDS,
    MAX_PAGES_FIELD,
  ],
  offset: [parameterField('offset'), ...PAGE_SIZE_FIELDS, MAX_PAGES_FIELD],
  cursor: [parameterField('cursor'), pathField('next cursor'), ...PAGE_SIZE_FIELDS, MAX_PAGES_FIELD],
  next_url: [pathField('URL of the next page'), MAX_PAGES_FIELD],
  link: [MAX_PAGES_FIELD],
};

const pagingGroup = (chosen: string): FieldGroup => ({
  id: 'paging',
  legend: 'Pages',
  fields: [
    { name: 'paging.type', label: 'Paging', input: 'choice', options: PAGING_TYPES, refreshes: 'group' },
    ...(PAGING_FIELDS[chosen] ?? []),
  ],
});
