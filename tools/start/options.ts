import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { parseArgs, parseEnv } from 'node:util';
import { z } from 'zod';

const port = z.coerce.number().int().min(1).max(65_535);

const optionsSchema = z.object({
  port: port.default(8787),
  'hr-port': port.default(8788),
  people: z.coerce.number().int().min(1).max(1_000_000).default(1000),
  fresh: z.boolean().default(false),
});
export type StartOptions = z.infer<typeof optionsSchema>;

/** The flags of `npm start -- …`. Throws with a sentence for what it does not know. */
export function readOptions(args: string[]): StartOptions {
  const { values } = parseArgs({
    args,
    options: {
      port: { type: 'string' },
      'hr-port': { type: 'string' },
      people: { type: 'string' },
      fresh: { type: 'boolean' },
    },
  });
  const read = optionsSchema.safeParse(values);
  if (read.success) return read.data;
  throw new Error(read.error.issues.map(({ path, message }) => `--${path.join('.')}: ${message}`).join('\n'));
}

export const randomText = (bytes: number): string => randomBytes(bytes).toString('base64url');

const GENERATED: Record<string, () => string> = {
  SEAL_KEYS: () => JSON.stringify({ current: 'k1', keys: { k1: randomText(32) } }),
  BOOTSTRAP_SECRET: () => randomText(24),
  // The fake HR system is on this machine, which a deployment would refuse.
  ALLOW_PRIVATE_HOSTS: () => 'yes',
};

/** Adds the secrets of a local Worker that the file does not have yet. @returns all of them */
export function ensureLocalSecrets(file: string): Record<string, string | undefined> {
  const before = existsSync(file) ? readFileSync(file, 'utf8') : '';
  const known = parseEnv(before);
  const missing = Object.entries(GENERATED).filter(([name]) => !known[name]);
  if (missing.length === 0) return known;
  const made = missing.map(([name, make]) => `${name}='${make()}'\n`).join('');
  const content = before && !before.endsWith('\n') ? `${before}\n${made}` : before + made;
  writeFileSync(file, content, { mode: 0o600 });
  return parseEnv(content);
}
