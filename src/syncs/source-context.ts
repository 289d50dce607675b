import { connect as openSocket } from 'cloudflare:sockets';
import { type Fault, fault } from '../domain/fault.ts';
import { fail, ok, type Result } from '../lib/result.ts';
import type { SourceContext, Stored } from '../sources/source.ts';
import type { DataSource } from '../store/data-sources.ts';
import { noCost } from '../store/meter.ts';
import { openTenant } from '../store/open.ts';
import { SealBroken, sealer } from '../store/seal.ts';
import type { ExchangeLog } from './exchange-log.ts';
import { renewerOf } from './renewing.ts';
import { openSecrets, sealContext } from './sealed-secrets.ts';

/** What a source needs to be read: its settings, its secrets opened for this one use, and the world around it. */
export interface Connection {
  stored: Stored<unknown, unknown>;
  context: SourceContext;
}

/** The world around a data source: the network, and turns to renew its tokens. */
export const worldFor = (env: Env, tenantId: number, kind: string, log: ExchangeLog): Omit<SourceContext, 'store'> => ({
  fetch: (input, init) => fetch(input, init),
  opens,
  allowPrivateHosts: allowsPrivateHosts(env),
  bindings: bindingsOf(env),
  renew: renewerOf(env, tenantId, kind),
  log: log.add,
  sleep: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
});

const PATIENCE = 5_000;

async function opens(hostname: string, port: number): Promise<boolean> {
  const socket = openSocket({ hostname, port });
  socket.closed.catch(() => {});
  const late = new Promise<boolean>((resolve) => setTimeout(() => resolve(false), PATIENCE));
  try {
    return await Promise.race([socket.opened.then(() => true), late]);
  } catch {
    return false;
  } finally {
    socket.close().catch(() => {});
  }
}

export const allowsPrivateHosts = (env: Env): boolean => env.ALLOW_PRIVATE_HOSTS === 'yes';
/** What a deployment binds, by name; bindings of its own making (`WRAPPER_…`) are in no type. */
export const bindingsOf = (env: Env): Record<string, unknown> => ({ ...env });

/**
 * Opens a data source's secrets and gives it the network.
 * @param log collects each request, without secrets
 * @param today in the tenant's time zone
 * @returns fault `source_secrets_lost` when the key that sealed them is gone
 */
export async function connect(
  env: Env,
  tenantId: number,
  source: DataSource,
  log: ExchangeLog,
  today?: string,
): Promise<Result<Connection, Fault>> {
  const secrets = await secretsOf(env, tenantId, source);
  if (!secrets.ok) return secrets;
  let { sealed } = source;
  return ok({
    stored: { settings: source.settings, secrets: secrets.value },
    context: {
      ...worldFor(env, tenantId, source.kind, log),
      today,
      store: async (renewed) => {
        const now = await sealer(env.SEAL_KEYS).seal(JSON.stringify(renewed), sealContext(tenantId, source.kind));
        // Secrets that an admin saved meanwhile are not overwritten by the successors of older ones.
        const { dataSources } = openTenant(env, { id: tenantId }, noCost());
        if (await dataSources.reseal(source.kind, sealed, now)) sealed = now;
      },
    },
  });
}

/** A key that is gone is nothing that a second try could mend: an admin has to enter the secrets again. */
async function secretsOf(env: Env, tenantId: number, source: DataSource): Promise<Result<unknown, Fault>> {
  try {
    return ok(await openSecrets(env, tenantId, source));
  } catch (breakage) {
    if (!(breakage instanceof SealBroken)) throw breakage;
    const message =
      'The passwords of this data source cannot be opened: the key that sealed them is gone. Enter them again.';
    return fail(fault('source_secrets_lost', message));
  }
}
