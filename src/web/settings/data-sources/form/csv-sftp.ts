import { CSV_QUOTES_FIELD } from './common-fields.ts';
import type { FieldGroup, FormValues, SourceField, SourceForm } from './fields.ts';

/** A CSV file on an SFTP server, or one that is uploaded. */
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
  derived: ({ host }) => ({ _way: host === null ? 'upload' : 'server' }),
  groups: (typed) => [serverGroup(typed), ...(typed('_way') === 'upload' ? [] : [credentialsGroup(typed)]), FILE_GROUP],
};

const serverGroup = (typed: FormValues): FieldGroup => ({
  id: 'server',
  legend: 'Server',
  fields: [
    {
      name: '_way',
      label: 'The file comes',
      as: 'choice',
      switches: 'form',
      options: [
        ['server', 'from an SFTP server'],
        ['upload', 'by upload only'],
      ],
    },
    ...(typed('_way') === 'upload' ? [] : SERVER_FIELDS),
  ],
});
const SERVER_FIELDS: SourceField[] = [
  { name: 'host', label: 'Host', as: 'text', required: true, hint: 'Such as sftp.example.com.' },
  { name: 'port', label: 'Port', as: 'number' },
  { name: 'username', label: 'Username', as: 'text', required: true },
  {
    name: 'host_key',
    label: 'Host key',
    as: 'list',
    hint: 'The fingerprint of the server, SHA256:…, one a line. Leave it empty and test the connection: you are shown the one to confirm.',
  },
  {
    name: 'path',
    label: 'Path of the file',
    as: 'text',
    required: true,
    hint: '{YYYY-MM-DD} stands for the date. Capital and small letters differ.',
  },
];

const credentialsGroup = (typed: FormValues): FieldGroup => ({
  id: 'auth',
  legend: 'Credentials',
  fields: [
    {
      name: 'auth.type',
      label: 'Authentication',
      as: 'choice',
      switches: 'group',
      options: [
        ['password', 'Password'],
        ['key', 'Private key of yours'],
        ['generated_key', 'Key pair made by Rollcall'],
      ],
    },
    ...(AUTH_FIELDS[typed('auth.type')] ?? []),
  ],
});

const AUTH_FIELDS: Record<string, SourceField[]> = {
  password: [{ name: 'auth.password', label: 'Password', as: 'secret' }],
  key: [
    { name: 'auth.private_key', label: 'Private key', as: 'secret-lines' },
    { name: 'auth.passphrase', label: 'Passphrase of the key', as: 'secret' },
  ],
  generated_key: [
    {
      name: 'auth.public_key',
      label: 'Public key',
      as: 'shown',
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
      as: 'choice',
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
