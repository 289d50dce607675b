import type { ApiToken } from '../store/auth/reader.ts';
import type { AdminRole } from '../store/auth/tables.ts';
import { openTenantForWriting } from '../store/open-for-writing.ts';
import type { Tenant } from '../store/tenants/reader.ts';
import type { Actor } from './actor.ts';
import { hashSecret, newSecret } from './secret.ts';

const BEARER_FORM = /^Bearer +(rc_[A-Za-z0-9_-]{43})$/i;

/** Only the hash of `text` is stored. */
export async function issueToken(
  env: Env,
  tenant: Tenant,
  actor: Actor,
  { name, role }: { name: string; role: AdminRole },
  now: number,
): Promise<{ text: string; token: ApiToken }> {
  const store = openTenantForWriting(env, tenant);
  const text = `rc_${newSecret()}`;
  const token = await store.apiTokens.add({ name, role, hash: hashSecret(text), createdBy: actor.label }, now);
  if (!token) throw new Error('Two tokens got the same random value.');
  await store.audit.record(actor.label, 'token_created', { token_id: token.id, name, role }, now);
  return { text, token };
}

/** @returns false when there is no such token, or it was revoked before */
export async function revokeToken(env: Env, tenant: Tenant, actor: Actor, id: number, now: number): Promise<boolean> {
  const store = openTenantForWriting(env, tenant);
  const token = await store.apiTokens.revoke(id, now);
  if (token) await store.audit.record(actor.label, 'token_revoked', { token_id: id, name: token.name }, now);
  return token !== null;
}

export function bearerTokenHash(header: string | undefined): string | null {
  const text = BEARER_FORM.exec(header ?? '')?.[1];
  return text ? hashSecret(text) : null;
}
