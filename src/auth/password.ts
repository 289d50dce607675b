import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';

const COST = { N: 16384, r: 8, p: 1 };
const KEY_BYTES = 32;

/** A longer one would buy much hashing with one request. */
export const passwordSchema = z.string().min(12, 'Use at least 12 characters.').max(200, 'Use at most 200 characters.');

const STORED_FORM = /^scrypt\$(\d+)\$(\d+)\$(\d+)\$([A-Za-z0-9_-]+)\$([A-Za-z0-9_-]+)$/;

/** Verified when the e-mail is unknown, so that both answers take as long; no password has this key. */
const DECOY = `scrypt$${COST.N}$${COST.r}$${COST.p}$AAAAAAAAAAAAAAAAAAAAAA$${'A'.repeat(43)}`;

const derive = (password: string, salt: Uint8Array, cost: typeof COST, bytes: number): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    // Keyboards compose the same letter in different ways.
    scrypt(password.normalize('NFKC'), salt, bytes, cost, (error, key) => (error ? reject(error) : resolve(key)));
  });

/** @returns `scrypt$N$r$p$salt$key`, with the parameters, so that they can be raised later */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16);
  const key = await derive(password, salt, COST, KEY_BYTES);
  return `scrypt$${COST.N}$${COST.r}$${COST.p}$${salt.toString('base64url')}$${key.toString('base64url')}`;
}

/** @param stored null for an unknown e-mail: takes as long, and is always false */
export async function verifyPassword(password: string, stored: string | null): Promise<boolean> {
  const [, n, r, p, salt, key] = STORED_FORM.exec(stored ?? DECOY) ?? [];
  if (!salt || !key) throw new Error('A stored password hash has an unknown form.');
  const expected = Buffer.from(key, 'base64url');
  const cost = { N: Number(n), r: Number(r), p: Number(p) };
  const given = await derive(password, Buffer.from(salt, 'base64url'), cost, expected.length);
  return timingSafeEqual(given, expected) && stored !== null;
}
