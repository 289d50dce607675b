import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { parseEnv } from 'node:util';

export const random = (bytes: number): string => randomBytes(bytes).toString('base64url');

const MADE: Record<string, () => string> = {
  SEAL_KEYS: () => JSON.stringify({ current: 'k1', keys: { k1: random(32) } }),
  BOOTSTRAP_SECRET: () => random(24),
  // The fake HR system is on this machine, which a deployment would refuse.
  ALLOW_PRIVATE_HOSTS: () => 'yes',
};

/** Sees to it that the file has every secret of a local Worker, keeps those that are there, and returns all. */
export function localSecrets(file: string): Record<string, string | undefined> {
  const before = existsSync(file) ? readFileSync(file, 'utf8') : '';
  const known = parseEnv(before);
  const missing = Object.entries(MADE).filter(([name]) => !known[name]);
  if (missing.length === 0) return known;
  const made = missing.map(([name, make]) => `${name}='${make()}'\n`).join('');
  const whole = before && !before.endsWith('\n') ? `${before}\n${made}` : before + made;
  writeFileSync(file, whole, { mode: 0o600 });
  return parseEnv(whole);
}
