import { z } from 'zod';
import { fail, ok } from '../../lib/result.ts';
import type { RenewedTokens, SourceContext } from '../../sources/source.ts';
import { openTenantForWriting } from '../../store/open-for-writing.ts';
import { createSealer } from '../../store/sources/seal.ts';
import { coordinatorOf } from '../coordinator/stub.ts';
import { openSecrets, sealContext, sealSecrets } from './secrets.ts';

const renewedSchema = z.object({ refresh_token: z.string(), access: z.string() });
const storedSecretsSchema = z.looseObject({ refresh_token: z.string().optional() });

/** Between two tries to get the lease. */
const POLL_INTERVAL_MS = 100;
/** Others renew meanwhile, or an admin saves. */
const MAX_TRIES = 8;
const MAX_GENERATIONS = 1000;

/** The name of a refresh token outside of what is sealed. */
async function hashToken(kind: string, token: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(`${kind}\n${token}`));
  return Buffer.from(digest).toString('base64url');
}

const renewalSealContext = (tenantId: number, kind: string): string => `${sealContext(tenantId, kind)} / renewed`;

/** `SourceContext.renewTokens`, with leases of the tenant's coordinator. */
export function tokenRenewer(env: Env, tenantId: number, kind: string): SourceContext['renewTokens'] {
  const coordinator = coordinatorOf(env, tenantId);
  const seals = createSealer(env.SEAL_KEYS);
  return async (used, isGood, exchange) => {
    const hash = await hashToken(kind, used);
    for (let again = false; ; ) {
      const lease = await coordinator.acquireTokenLease(kind, hash, again);
      if (lease.is === 'taken') {
        await new Promise((resolve) => setTimeout(resolve, POLL_INTERVAL_MS));
        continue;
      }
      if (lease.is === 'done') {
        const renewed = renewedSchema.parse(
          JSON.parse(await seals.open(lease.sealed, renewalSealContext(tenantId, kind))),
        );
        if (renewed.refresh_token !== used || isGood(renewed)) return ok(renewed);
        // The refresh token stays the same; only the access token that it gave has run out.
        again = true;
        continue;
      }
      let sealed: string | null = null;
      try {
        const renewed = await exchange();
        if (!renewed.ok) return fail(renewed.fault);
        if (renewed.value === null) return ok(null);
        sealed = await seals.seal(JSON.stringify(renewed.value), renewalSealContext(tenantId, kind));
        await storeRenewed(env, tenantId, kind, used, renewed.value);
        return renewed;
      } finally {
        await coordinator.releaseTokenLease(kind, lease.holder, hash, sealed);
      }
    }
  };
}

/**
 * Puts the successor in the place of the refresh token that was used up, whatever else was saved meanwhile. The successor
 * of a token that is not saved (when settings are tested) is known to the coordinator alone: see `withLatestToken`.
 */
async function storeRenewed(
  env: Env,
  tenantId: number,
  kind: string,
  used: string,
  renewed: RenewedTokens,
): Promise<void> {
  const { dataSources } = openTenantForWriting(env, { id: tenantId });
  for (let tries = 0; tries < MAX_TRIES; tries++) {
    const source = await dataSources.get(kind);
    if (!source) return;
    const kept = storedSecretsSchema.parse(await openSecrets(env, tenantId, source));
    if (kept.refresh_token !== used) return;
    const sealed = await sealSecrets(env, tenantId, kind, { ...kept, ...renewed });
    if (await dataSources.reseal(kind, source.sealed, sealed)) return;
  }
  throw new Error(`The secrets of ${kind} change all the time`);
}

/** Secrets with the newest successor of their refresh token: a test may have used up the one that an admin then saves. */
export async function withLatestToken(env: Env, tenantId: number, kind: string, secrets: object): Promise<object> {
  const coordinator = coordinatorOf(env, tenantId);
  const { refresh_token: given } = storedSecretsSchema.parse(secrets);
  let token = given;
  for (let generation = 0; token !== undefined && generation < MAX_GENERATIONS; generation++) {
    const sealed = await coordinator.tokenSuccessor(kind, await hashToken(kind, token));
    if (sealed === null) break;
    const text = await createSealer(env.SEAL_KEYS).open(sealed, renewalSealContext(tenantId, kind));
    const next = renewedSchema.parse(JSON.parse(text)).refresh_token;
    if (next === token) break;
    token = next;
  }
  return token === given ? secrets : { ...secrets, refresh_token: token };
}
