import type { Exchange, SourceContext, Stored } from '../sources/source.ts';
import type { DataSource } from '../store/data-sources.ts';
import { noCost } from '../store/meter.ts';
import { openTenant } from '../store/open.ts';
import { sealer } from '../store/seal.ts';

/** What a source needs to be read: its settings, its secrets opened for this one use, and the world around it. */
export interface Connection {
  stored: Stored<unknown, unknown>;
  context: SourceContext;
}

/** What a data source's secrets are bound to: sealed text moved to another tenant or source does not open. */
export const sealContext = (tenantId: number, kind: string): string => `tenant ${tenantId} / ${kind}`;

/** Opens a data source's secrets and gives it the network. @param exchanges collects each request, without secrets */
export async function connect(
  env: Env,
  tenantId: number,
  source: DataSource,
  exchanges: Exchange[],
): Promise<Connection> {
  let { sealed } = source;
  return {
    stored: { settings: source.settings, secrets: await openSecrets(env, tenantId, source) },
    context: {
      fetch: (input, init) => fetch(input, init),
      allowPrivateHosts: env.ALLOW_PRIVATE_HOSTS === 'yes',
      store: async (secrets) => {
        const now = await sealer(env.SEAL_KEYS).seal(JSON.stringify(secrets), sealContext(tenantId, source.kind));
        // Secrets that an admin saved meanwhile are not overwritten by the successors of older ones.
        const { dataSources } = openTenant(env, { id: tenantId }, noCost());
        if (await dataSources.reseal(source.kind, sealed, now)) sealed = now;
      },
      log: (exchange) => void exchanges.push(exchange),
      sleep: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
    },
  };
}

/** The secrets of a data source, in the clear: for one use, never to be shown. */
export const openSecrets = async (env: Env, tenantId: number, { kind, sealed }: DataSource): Promise<unknown> =>
  sealed === null ? {} : JSON.parse(await sealer(env.SEAL_KEYS).open(sealed, sealContext(tenantId, kind)));
