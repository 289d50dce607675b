import type { FieldGroup, SourceField } from './fields.ts';

export const CSV_QUOTES_FIELD: SourceField = {
  name: 'csv_quotes',
  label: 'Quotes inside quotes',
  input: 'choice',
  options: [
    ['doubled', 'are doubled: ""'],
    ['backslash', 'follow a backslash: \\"'],
  ],
};

const AUTH_TYPE_LABELS = {
  none: 'None',
  basic: 'User name and password (Basic)',
  bearer: 'Token (Bearer)',
  header: 'Key in a header',
  oauth2_client: 'OAuth2, client credentials',
  oauth2_refresh: 'OAuth2, refresh token',
} as const;
type AuthType = keyof typeof AUTH_TYPE_LABELS;

const CLIENT_FIELDS: SourceField[] = [
  { name: 'auth.token_url', label: 'Token URL', input: 'url', required: true },
  { name: 'auth.client_id', label: 'Client ID', input: 'text', required: true },
  { name: 'auth.client_secret', label: 'Client Secret', input: 'secret' },
];
const CLIENT_AUTH_FIELD: SourceField = {
  name: 'auth.client_auth',
  label: 'The client says who it is',
  input: 'choice',
  options: [
    ['header', 'in the Authorization header'],
    ['body', 'in the form that asks for the token'],
  ],
};

const AUTH_FIELDS: Record<AuthType, SourceField[]> = {
  none: [],
  basic: [
    { name: 'auth.username', label: 'Username', input: 'text', required: true },
    { name: 'auth.password', label: 'Password', input: 'secret' },
  ],
  bearer: [{ name: 'auth.token', label: 'Token', input: 'secret' }],
  header: [
    { name: 'auth.name', label: 'Name of the header', input: 'text', required: true, hint: 'Such as X-Api-Key.' },
    { name: 'auth.value', label: 'Value of the header', input: 'secret' },
  ],
  oauth2_client: [
    ...CLIENT_FIELDS,
    { name: 'auth.scope', label: 'Scope', input: 'text', hint: 'Optional: what the token is for.' },
    CLIENT_AUTH_FIELD,
  ],
  oauth2_refresh: [
    ...CLIENT_FIELDS,
    { name: 'auth.refresh_token', label: 'Refresh Token', input: 'secret' },
    CLIENT_AUTH_FIELD,
  ],
};

export function authGroup(types: readonly AuthType[], chosen: string): FieldGroup {
  const type = types.find((known) => known === chosen) ?? types[0] ?? 'none';
  const options = types.map((known) => [known, AUTH_TYPE_LABELS[known]] as const);
  const choice: SourceField = {
    name: 'auth.type',
    label: 'Authentication',
    input: 'choice',
    options,
    refreshes: 'group',
  };
  return { id: 'auth', legend: 'Credentials', fields: [choice, ...AUTH_FIELDS[type]] };
}
