import type { Context } from 'hono';
import { type Fault, fault } from '../domain/shared/fault.ts';
import { hashSecret } from './secret.ts';

export interface SignInAttempt {
  /** Tenant and e-mail; null at set-up. */
  account: string | null;
  ip: string | null;
}

/** Cloudflare always sends it; null in a local Worker. */
export const clientIp = (c: Context): string | null => c.req.header('CF-Connecting-IP') ?? null;

/** Per address and per account. Fault `too_many_attempts`, or null when there is no excess. */
export async function throttle(env: Env, { account, ip }: SignInAttempt): Promise<Fault | null> {
  // Hashed, because a key must be short, and no e-mail may leave the Worker.
  const keys = [account && `as:${hashSecret(account)}`, ip && `ip:${ip}`].filter((key) => key !== null);
  const answers = await Promise.all(keys.map((key) => env.SIGN_IN_LIMIT.limit({ key })));
  if (answers.every((answer) => answer.success)) return null;
  return fault('too_many_attempts', {}, { retry_after_seconds: 60 });
}
