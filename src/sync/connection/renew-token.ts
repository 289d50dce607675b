import { z } from 'zod';
import { fail, ok } from '../../lib/result.ts';
import type { RenewedTokens, SourceContext } from '../../sources/source.ts';
import { zeroCost } from '../../store/cost.ts';
import { openTenantForWriting } from '../../store/open-for-writing.ts';
import { createSealer } from '../../store/sources/seal.ts';
import { coordinatorOf } from '../coordinator/stub.ts';
import { openSecrets, sealContext } from './secrets.ts';

const renewedSchema = z.object({ refresh_token: z.string(), access: z.string() });
const storedSecretsSchema = z.looseObject({ refresh_token: z.string().optional() });

/** Milliseconds between two questions whether it is one's turn. */
const POLL_INTERVAL_MS = 100;
/** Others renew meanwhile, or an admin saves; nobody does so for ever. */
const MAX_TRIES = 8;
const MAX_GENERATIONS = 1000;

/** What may be known of a refresh token outside of what is sealed. */
async function hashToken(kind: string, token: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(`${kind}\n${token}`));
  return Buffer.from(digest).toString('base64url');
}

const renewalSealContext = (tenantId: number, kind: string): string => `${sealContext(tenantId, kind)} / renewed`;

/** See `SourceContext.renew`: turns are taken at the tenant's coordinator. */
export function tokenRenewer(env: Env, tenantId: number, kind: string): SourceContext['renew'] {
  const coordinator = coordinatorOf(env, tenantId);
  const seals = createSealer(env.SEAL_KEYS);
  return async (used, isGood, exchange) => {
    const hash = await hashToken(kind, used);
    for (let anew = false; ; ) {
      const turn = await coordinator.acquireTokenLease(kind, hash, anew);
      if (turn.is === 'taken') {
        await new Promise((resolve) => setTimeout(resolve, POLL_INTERVAL_MS));
        continue;
      }
      if (turn.is === 'done') {
        const renewed = renewedSchema.parse(
          JSON.parse(await seals.open(turn.sealed, renewalSealContext(tenantId, kind))),
        );
        if (renewed.refresh_token !== used || isGood(renewed)) return ok(renewed);
        // The refresh token lasts; only what it gave has run out.
        anew = true;
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
        await coordinator.releaseTokenLease(kind, turn.holder, hash, sealed);
      }
    }
  };
}

/**
 * Puts the successor where the refresh token stands that was used up, whatever else was saved meanwhile. Of one that is
 * not saved (a test of settings does so) only the coordinator knows: see `latestTokens`.
 */
async function storeRenewed(
  env: Env,
  tenantId: number,
  kind: string,
  used: string,
  renewed: RenewedTokens,
): Promise<void> {
  const { dataSources } = openTenantForWriting(env, { id: tenantId }, zeroCost());
  for (let tries = 0; tries < MAX_TRIES; tries++) {
    const source = await dataSources.get(kind);
    if (!source) return;
    const kept = storedSecretsSchema.parse(await openSecrets(env, tenantId, source));
    if (kept.refresh_token !== used) return;
    const sealed = await createSealer(env.SEAL_KEYS).seal(
      JSON.stringify({ ...kept, ...renewed }),
      sealContext(tenantId, kind),
    );
    if (await dataSources.reseal(kind, source.sealed, sealed)) return;
  }
  throw new Error(`The secrets of ${kind} change all the time`);
}

/** Secrets with the refresh token that came of theirs: a test may have used up the one that an admin then saves. */
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
