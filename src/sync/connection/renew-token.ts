import { z } from 'zod';
import { ok } from '../../lib/result.ts';
import type { RenewedTokens, SourceContext } from '../../sources/source.ts';
import { openTenantForWriting } from '../../store/open-for-writing.ts';
import { createSealer } from '../../store/sources/seal.ts';
import { coordinatorOf } from '../coordinator/stub.ts';
import { openSecrets, sealContext, sealSecrets } from './secrets.ts';

const renewedSchema = z.object({ refresh_token: z.string(), access: z.string() });
const storedSecretsSchema = z.looseObject({ refresh_token: z.string().optional() });

const POLL_INTERVAL_MS = 100;
/** Secrets may be saved meanwhile, by an admin or another renewal. */
const MAX_SAVE_TRIES = 8;
const MAX_GENERATIONS = 1000;

/** The holder of the coordinator's lease exchanges the token and stores its successor, everyone else waits for that. */
export function tokenRenewer(env: Env, tenantId: number, kind: string): SourceContext['renewTokens'] {
  const coordinator = coordinatorOf(env, tenantId);
  return async (token, isGood, exchange) => {
    const hash = await hashToken(kind, token);
    let ignoreSuccessor = false;
    for (;;) {
      const lease = await coordinator.acquireTokenLease(kind, hash, ignoreSuccessor);
      if (lease.status === 'busy') {
        await new Promise((resolve) => setTimeout(resolve, POLL_INTERVAL_MS));
      } else if (lease.status === 'exchanged') {
        const renewed = await openRenewed(env, tenantId, kind, lease.sealed);
        if (renewed.refresh_token !== token || isGood(renewed)) return ok(renewed);
        // The refresh token lasts; only the access token that came with it has expired.
        ignoreSuccessor = true;
      } else {
        let sealed: string | null = null;
        try {
          const renewed = await exchange();
          if (!renewed.ok || renewed.value === null) return renewed;
          sealed = await sealRenewed(env, tenantId, kind, renewed.value);
          await storeRenewed(env, tenantId, kind, token, renewed.value);
          return renewed;
        } finally {
          await coordinator.releaseTokenLease(kind, lease.holder, hash, sealed);
        }
      }
    }
  };
}

/** The coordinator knows a refresh token by its hash. */
async function hashToken(kind: string, token: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(`${kind}\n${token}`));
  return Buffer.from(digest).toString('base64url');
}

const renewalSealContext = (tenantId: number, kind: string): string => `${sealContext(tenantId, kind)} / renewed`;

const sealRenewed = (env: Env, tenantId: number, kind: string, renewed: RenewedTokens): Promise<string> =>
  createSealer(env.SEAL_KEYS).seal(JSON.stringify(renewed), renewalSealContext(tenantId, kind));

async function openRenewed(env: Env, tenantId: number, kind: string, sealed: string): Promise<RenewedTokens> {
  const text = await createSealer(env.SEAL_KEYS).open(sealed, renewalSealContext(tenantId, kind));
  return renewedSchema.parse(JSON.parse(text));
}

/**
 * Whatever else was saved meanwhile stays. The successor of a token that is not stored (settings are only tested) is
 * known to the coordinator alone: see `withLatestToken`.
 */
async function storeRenewed(
  env: Env,
  tenantId: number,
  kind: string,
  used: string,
  renewed: RenewedTokens,
): Promise<void> {
  const { dataSources } = openTenantForWriting(env, { id: tenantId });
  for (let tries = 0; tries < MAX_SAVE_TRIES; tries++) {
    const source = await dataSources.get(kind);
    if (!source) return;
    const secrets = storedSecretsSchema.parse(await openSecrets(env, tenantId, source));
    if (secrets.refresh_token !== used) return;
    const sealed = await sealSecrets(env, tenantId, kind, { ...secrets, ...renewed });
    if (await dataSources.reseal(kind, source.sealed, sealed)) return;
  }
  throw new Error(`The secrets of ${kind} change all the time`);
}

/** A test of unsaved settings may have used up the refresh token that an admin then saves. */
export async function withLatestToken(env: Env, tenantId: number, kind: string, secrets: object): Promise<object> {
  const coordinator = coordinatorOf(env, tenantId);
  const { refresh_token: original } = storedSecretsSchema.parse(secrets);
  let token = original;
  for (let generation = 0; token !== undefined && generation < MAX_GENERATIONS; generation++) {
    const sealed = await coordinator.tokenSuccessor(kind, await hashToken(kind, token));
    if (sealed === null) break;
    const successor = (await openRenewed(env, tenantId, kind, sealed)).refresh_token;
    if (successor === token) break;
    token = successor;
  }
  return token === original ? secrets : { ...secrets, refresh_token: token };
}
