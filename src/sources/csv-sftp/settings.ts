import { z } from 'zod';
import { describeFault, type Fault, fault } from '../../domain/shared/fault.ts';
import type { RecipientChange } from '../../domain/shared/fault-sentences/source-settings.ts';
import { parsePublicHost } from '../../lib/http/address.ts';
import { fail, ok, type Result } from '../../lib/result.ts';
import { secretField } from '../body-fields.ts';
import type { StoredSource } from '../source.ts';
import { keepOrReplaceSecret } from '../stored-secret.ts';
import { generateSshKeyPair, isEncrypted, normalizeKey, privateKeyProblem } from './private-key.ts';

/** In any order; a file may have more columns. */
export const REQUIRED_COLUMNS = [
  'Full Name',
  'Email',
  'Employee ID',
  'Department',
  'Title',
  'Hire Date',
  'Manager’s email',
  'Picture URL',
  'Location',
  'Termination Date',
] as const;

export const DATE_PLACEHOLDER = '{YYYY-MM-DD}';
/** Refused: a mail server would treat the request as mail. */
const SMTP_PORT = 25;

const host = z
  .string()
  .trim()
  .max(253)
  .superRefine((text, context) => {
    const read = parsePublicHost(text, true);
    if (!read.ok) context.addIssue({ code: 'custom', message: describeFault(read.fault) });
  });

const fingerprint = z
  .string()
  .trim()
  .regex(/^SHA256:[A-Za-z0-9+/]{43}=?$/, 'Write a host key as ssh-keygen -lf shows it: SHA256: and 43 characters.')
  .transform((text) => text.replace(/=$/, ''));

const path = z
  .string()
  .max(1000)
  .superRefine((text, context) => {
    const refuse = (message: string) => context.addIssue({ code: 'custom', message });
    const unknown = text.match(/\{[^{}]*\}/g)?.find((placeholder) => placeholder !== DATE_PLACEHOLDER);
    if (unknown) return refuse(`${unknown} is no placeholder; use ${DATE_PLACEHOLDER} for the date.`);
    if (text.trim() === '' || text.endsWith('/')) return refuse('Enter the path of a file, not of a folder.');
    if (/\p{Cc}/u.test(text)) refuse('The path has characters that no name can have (line breaks, for example).');
  });

const privateKey = z
  .string()
  .max(20_000)
  .transform(normalizeKey)
  .superRefine((text, context) => {
    const message = privateKeyProblem(text);
    if (message !== null) context.addIssue({ code: 'custom', message });
  });

const auth = z.discriminatedUnion(
  'type',
  [
    z.strictObject({ type: z.literal('password'), password: secretField }),
    z.strictObject({ type: z.literal('key'), private_key: privateKey.nullish(), passphrase: secretField }),
    z.strictObject({
      type: z.literal('generated_key'),
      /** Read-only. */
      public_key: z.string().nullish(),
      renew: z.boolean().default(false),
    }),
  ],
  'Choose “password”, “key” or “generated_key”.',
);

const fields = {
  /** Null: files are uploaded. */
  host: host.nullish().transform((host) => host ?? null),
  port: z
    .int()
    .min(1)
    .max(65_535)
    .refine((port) => port !== SMTP_PORT, 'Port 25 is for mail. SFTP is usually at port 22.')
    .default(22),
  username: z
    .string()
    .min(1)
    .max(200)
    .nullish()
    .transform((name) => name ?? null),
  auth: auth.nullish().transform((auth) => auth ?? null),
  /** Accepted fingerprints. Without one, the first connection fails with the fingerprint that it met. */
  host_key: z
    .union([fingerprint.transform((key) => [key]), z.array(fingerprint).max(10)])
    .nullish()
    .transform((keys) => keys ?? []),
  path: path.nullish().transform((path) => path ?? null),
  csv_delimiter: z.enum(['auto', 'comma', 'semicolon', 'tab']).default('auto'),
  csv_quotes: z.enum(['doubled', 'backslash']).default('doubled'),
};

export const sftpBody = z
  .strictObject({ enabled: z.boolean(), ...fields })
  .superRefine(({ host, username, auth, path }, context) => {
    for (const [name, value, words] of [
      ['username', username, 'the user name'],
      ['auth', auth, 'how to sign in'],
      ['path', path, 'the path of the file'],
    ] as const) {
      if (host && !value) context.addIssue({ code: 'custom', path: [name], message: `Enter ${words}.` });
      if (!host && value)
        context.addIssue({
          code: 'custom',
          path: [name],
          message: `Without a host there is nobody to send this to. Enter the host, or leave ${words} out.`,
        });
    }
  });

const authSettings = z.discriminatedUnion('type', [
  z.object({ type: z.literal('password') }),
  z.object({ type: z.literal('key') }),
  z.object({ type: z.literal('generated_key'), public_key: z.string() }),
]);
export const sftpSettings = z.object({ ...fields, auth: authSettings.nullable() });

export const sftpSecrets = z.object({
  password: z.string().optional(),
  private_key: z.string().optional(),
  passphrase: z.string().optional(),
});

export type SftpBody = z.infer<typeof sftpBody>;
export type SftpSettings = z.infer<typeof sftpSettings>;
export type SftpSecrets = z.infer<typeof sftpSecrets>;

type StoredSftp = StoredSource<SftpSettings, SftpSecrets>;
type SftpAuth = { auth: SftpSettings['auth']; secrets: SftpSecrets };

/** A private key is never sent, so a stored one is kept even when the host changes. */
export function splitSftpBody(body: SftpBody, before: StoredSftp | null): Result<StoredSftp, Fault> {
  const { enabled: _, auth, ...visible } = body;
  const split = splitSftpAuth(auth, visible, before);
  return split.ok ? ok({ settings: { ...visible, auth: split.value.auth }, secrets: split.value.secrets }) : split;
}

type ServerLogin = Pick<SftpSettings, 'host' | 'port' | 'username'>;

/** @returns null when a stored password may still be sent */
function serverChange(now: ServerLogin, before: ServerLogin): RecipientChange | null {
  const to = `${now.host}:${now.port}`;
  if (to !== `${before.host}:${before.port}`) return { change: 'server', to };
  return now.username === before.username ? null : { change: 'owner', owner: 'user name' };
}

function splitSftpAuth(
  auth: SftpBody['auth'],
  settings: Omit<SftpSettings, 'auth'>,
  before: StoredSftp | null,
): Result<SftpAuth, Fault> {
  if (auth === null) return ok({ auth: null, secrets: {} });
  if (auth.type === 'password') {
    const change = before && serverChange(settings, before.settings);
    const password = keepOrReplaceSecret(
      { path: 'auth.password', name: 'password' },
      auth.password,
      before?.secrets.password,
      change,
    );
    return password.ok ? ok({ auth: { type: 'password' }, secrets: { password: password.value } }) : password;
  }
  if (auth.type === 'generated_key') {
    const publicKey = before?.settings.auth?.type === 'generated_key' ? before.settings.auth.public_key : null;
    const { private_key } = before?.secrets ?? {};
    if (publicKey !== null && private_key !== undefined && !auth.renew)
      return ok({ auth: { type: 'generated_key', public_key: publicKey }, secrets: { private_key } });
    const pair = generateSshKeyPair();
    return ok({
      auth: { type: 'generated_key', public_key: pair.public_key },
      secrets: { private_key: pair.private_key },
    });
  }
  const storedKey = before?.settings.auth?.type === 'key' ? before.secrets : {};
  const key = keepOrReplaceSecret(
    { path: 'auth.private_key', name: 'private key' },
    auth.private_key,
    storedKey.private_key,
    null,
  );
  if (!key.ok) return key;
  // A stored passphrase belongs to the stored key.
  const passphrase = auth.passphrase ?? (auth.private_key ? undefined : storedKey.passphrase);
  if (isEncrypted(key.value) && !passphrase)
    return fail(fault('invalid_settings', { case: 'passphrase_missing' }, { paths: ['auth.passphrase'] }));
  return ok({ auth: { type: 'key' }, secrets: { private_key: key.value, ...(passphrase && { passphrase }) } });
}
