import { type Fault, fault } from '../domain/shared/fault.ts';
import { hashSecret } from './secret.ts';

export interface SignInAttempt {
  /** Tenant and e-mail; null at set-up. */
  account: string | null;
  /** Null in a local Worker: Cloudflare always gives one. */
  ip: string | null;
}

/** @returns fault `too_many_attempts` for too many from one address, or on one account */
export async function throttle(env: Env, { account, ip }: SignInAttempt): Promise<Fault | null> {
  // Hashed: a key has a bounded length, and no e-mail leaves the Worker.
  const keys = [account && `as:${hashSecret(account)}`, ip && `ip:${ip}`].filter((key) => key !== null);
  const answers = await Promise.all(keys.map((key) => env.SIGN_IN_LIMIT.limit({ key })));
  if (answers.every((answer) => answer.success)) return null;
  return fault('too_many_attempts', {}, { retry_after_seconds: 60 });
}
