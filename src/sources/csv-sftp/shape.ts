import { z } from 'zod';
import { describeFault } from '../../domain/fault.ts';
import { readHost } from '../../lib/http/address.ts';
import { secretText } from '../settings.ts';
import { keyTrouble, tidyKey } from './key-text.ts';

/** The header that a file must have, in any order; more columns may be there. */
export const COLUMNS = [
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

export const DATE = '{YYYY-MM-DD}';
/** Mail servers would take what we send for mail. */
const MAIL = 25;

const host = z
  .string()
  .trim()
  .max(253)
  .superRefine((text, context) => {
    const read = readHost(text, true);
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
    const unknown = text.match(/\{[^{}]*\}/g)?.find((placeholder) => placeholder !== DATE);
    if (unknown) return refuse(`${unknown} is no placeholder; use ${DATE} for the date.`);
    if (text.trim() === '' || text.endsWith('/')) return refuse('Enter the path of a file, not of a folder.');
    if (/\p{Cc}/u.test(text)) refuse('The path has characters that no name can have (line breaks, for example).');
  });

const privateKey = z
  .string()
  .max(20_000)
  .transform(tidyKey)
  .superRefine((text, context) => {
    const message = keyTrouble(text);
    if (message !== null) context.addIssue({ code: 'custom', message });
  });

const auth = z.discriminatedUnion(
  'type',
  [
    z.strictObject({ type: z.literal('password'), password: secretText }),
    z.strictObject({ type: z.literal('key'), private_key: privateKey.nullish(), passphrase: secretText }),
    z.strictObject({
      type: z.literal('generated_key'),
      /** Only read. */
      public_key: z.string().nullish(),
      /** Makes another pair, when one was made before. */
      renew: z.boolean().default(false),
    }),
  ],
  'Choose “password”, “key” or “generated_key”.',
);

const csv = {
  csv_delimiter: z.enum(['auto', 'comma', 'semicolon', 'tab']).default('auto'),
  /** How the file writes quotes inside quotes. */
  csv_quotes: z.enum(['doubled', 'backslash']).default('doubled'),
};

export const body = z
  .strictObject({
    enabled: z.boolean(),
    /** Null: there is no server, files are uploaded. */
    host: host.nullish(),
    port: z
      .int()
      .min(1)
      .max(65_535)
      .refine((port) => port !== MAIL, 'Port 25 is for mail. SFTP is usually at port 22.')
      .default(22),
    username: z.string().min(1).max(200).nullish(),
    auth: auth.nullish(),
    /** Fingerprints, any of which will do. Without one the first connection stops and says what it saw. */
    host_key: z.union([fingerprint.transform((one) => [one]), z.array(fingerprint).max(10)]).nullish(),
    path: path.nullish(),
    ...csv,
  })
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

export const settings = z.object({
  host: z.string().nullable(),
  port: z.number(),
  username: z.string().nullable(),
  auth: z
    .discriminatedUnion('type', [
      z.object({ type: z.literal('password') }),
      z.object({ type: z.literal('key') }),
      z.object({ type: z.literal('generated_key'), public_key: z.string() }),
    ])
    .nullable(),
  host_key: z.array(z.string()),
  path: z.string().nullable(),
  ...csv,
});

export const secrets = z.object({
  password: z.string().optional(),
  private_key: z.string().optional(),
  passphrase: z.string().optional(),
});

export type Body = z.infer<typeof body>;
export type Settings = z.infer<typeof settings>;
export type Secrets = z.infer<typeof secrets>;
