import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';

const COST = { N: 16384, r: 8, p: 1 };
const KEY_BYTES = 32;

/** The upper bound limits how much hashing one request can cause. */
export const passwordSchema = z.string().min(12, 'Use at least 12 characters.').max(200, 'Use at most 200 characters.');

const STORED_FORM = /^scrypt\$(\d+)\$(\d+)\$(\d+)\$([A-Za-z0-9_-]+)\$([A-Za-z0-9_-]+)$/;

/** Compared with when the e-mail is unknown, to take as long as for a known one. No password derives this key. */
const DECOY = `scrypt$${COST.N}$${COST.r}$${COST.p}$AAAAAAAAAAAAAAAAAAAAAA$${'A'.repeat(43)}`;

const derive = (password: string, salt: Uint8Array, cost: typeof COST, bytes: number): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    // The same letter may arrive composed or decomposed, depending on the keyboard.
    scrypt(password.normalize('NFKC'), salt, bytes, cost, (error, key) => (error ? reject(error) : resolve(key)));
  });

/** @returns `scrypt$N$r$p$salt$key`: the parameters are stored, so that raising them keeps old hashes valid */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16);
  const key = await derive(password, salt, COST, KEY_BYTES);
  return `scrypt$${COST.N}$${COST.r}$${COST.p}$${salt.toString('base64url')}$${key.toString('base64url')}`;
}

/** @param stored null for an unknown e-mail: always false, after the same time as a wrong password */
export async function verifyPassword(password: string, stored: string | null): Promise<boolean> {
  const [, n, r, p, salt, key] = STORED_FORM.exec(stored ?? DECOY) ?? [];
  if (!salt || !key) throw new Error('A stored password hash has an unknown form.');
  const expected = Buffer.from(key, 'base64url');
  const cost = { N: Number(n), r: Number(r), p: Number(p) };
  const actual = await derive(password, Buffer.from(salt, 'base64url'), cost, expected.length);
  return timingSafeEqual(actual, expected) && stored !== null;
}
