import { CSV_QUOTES_FIELD } from './common-fields.ts';
import type { FieldGroup, FormValues, SourceField, SourceForm } from './fields.ts';

export const csvSftpForm: SourceForm = {
  toggle: 'Enable CSV over SFTP integration',
  initial: {
    _way: 'server',
    port: '22',
    'auth.type': 'password',
    path: 'uploads/hr_reports/people_report_{YYYY-MM-DD}.csv',
    csv_delimiter: 'auto',
    csv_quotes: 'doubled',
  },
  deriveValues: ({ host }) => ({ _way: host === null ? 'upload' : 'server' }),
  groups: (values) => [
    serverGroup(values),
    ...(values('_way') === 'upload' ? [] : [credentialsGroup(values)]),
    FILE_GROUP,
  ],
};

const serverGroup = (values: FormValues): FieldGroup => ({
  id: 'server',
  legend: 'Server',
  fields: [
    {
      name: '_way',
      label: 'The file comes',
      input: 'choice',
      refreshes: 'form',
      options: [
        ['server', 'from an SFTP server'],
        ['upload', 'by upload only'],
      ],
    },
    ...(values('_way') === 'upload' ? [] : SERVER_FIELDS),
  ],
});
const SERVER_FIELDS: SourceField[] = [
  { name: 'host', label: 'Host', input: 'text', required: true, hint: 'Such as sftp.example.com.' },
  { name: 'port', label: 'Port', input: 'number' },
  { name: 'username', label: 'Username', input: 'text', required: true },
  {
    name: 'host_key',
    label: 'Host key',
    input: 'list',
    hint: 'The fingerprint of the server, SHA256:…, one a line. Leave it empty and test the connection: you are shown the one to confirm.',
  },
  {
    name: 'path',
    label: 'Path of the file',
    input: 'text',
    required: true,
    hint: '{YYYY-MM-DD} stands for the date. Capital and small letters differ.',
  },
];

const credentialsGroup = (values: FormValues): FieldGroup => ({
  id: 'auth',
  legend: 'Credentials',
  fields: [
    {
      name: 'auth.type',
      label: 'Authentication',
      input: 'choice',
      refreshes: 'group',
      options: [
        ['password', 'Password'],
        ['key', 'Private key of yours'],
        ['generated_key', 'Key pair made by Rollcall'],
      ],
    },
    ...(AUTH_FIELDS[values('auth.type')] ?? []),
  ],
});

const AUTH_FIELDS: Record<string, SourceField[]> = {
  password: [{ name: 'auth.password', label: 'Password', input: 'secret' }],
  key: [
    { name: 'auth.private_key', label: 'Private key', input: 'secret-lines' },
    { name: 'auth.passphrase', label: 'Passphrase of the key', input: 'secret' },
  ],
  generated_key: [
    {
      name: 'auth.public_key',
      label: 'Public key',
      input: 'shown',
      hint: 'Rollcall makes a key pair when you save. Then its public key stands here, to be allowed on the server.',
    },
  ],
};

const FILE_GROUP: FieldGroup = {
  id: 'file',
  legend: 'File',
  fields: [
    {
      name: 'csv_delimiter',
      label: 'Between values',
      input: 'choice',
      options: [
        ['auto', 'found out from the header'],
        ['comma', 'a comma'],
        ['semicolon', 'a semicolon'],
        ['tab', 'a tab'],
      ],
    },
    CSV_QUOTES_FIELD,
  ],
};
