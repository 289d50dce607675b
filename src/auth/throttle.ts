import { type Fault, fault } from '../domain/shared/fault.ts';
import { hashSecret } from './secret.ts';

/** What an attempt is counted under. Cloudflare always gives an address; a local Worker may not. */
export interface SignInAttempt {
  /** The tenant and e-mail that somebody tries to be; null at set-up. */
  as: string | null;
  ip: string | null;
}

/** @returns a fault once too many attempts came from one address, or were made on one e-mail */
export async function throttle(env: Env, { as, ip }: SignInAttempt): Promise<Fault | null> {
  // Hashed: a key has a bounded length, and nobody's e-mail goes anywhere.
  const keys = [as && `as:${hashSecret(as)}`, ip && `ip:${ip}`].filter((key) => key !== null);
  const answers = await Promise.all(keys.map((key) => env.SIGN_IN_LIMIT.limit({ key })));
  if (answers.every((answer) => answer.success)) return null;
  return fault('too_many_attempts', {}, { retry_after_seconds: 60 });
}
