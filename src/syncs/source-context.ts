import type { AnyPullSource } from '../sources/registry.ts';
import type { Exchange, SourceContext } from '../sources/source.ts';
import type { DataSource } from '../store/data-sources.ts';
import { sealContext, sealer } from '../store/seal.ts';

/** What a source needs to be read: its settings, its secrets opened for this one use, and the world around it. */
export interface Connection {
  settings: unknown;
  secrets: unknown;
  context: SourceContext;
}

/** Opens a data source's secrets and gives it the network. @param exchanges collects each request, without secrets */
export async function connect(
  env: Env,
  tenantId: number,
  source: AnyPullSource,
  stored: DataSource,
  exchanges: Exchange[],
): Promise<Connection> {
  const opened =
    stored.sealed === null
      ? {}
      : JSON.parse(await sealer(env.SEAL_KEYS).open(stored.sealed, sealContext(tenantId, stored.kind)));
  return {
    settings: source.settings.parse(stored.settings),
    secrets: source.secrets.parse(opened),
    context: {
      fetch: (input, init) => fetch(input, init),
      allowPrivateHosts: env.ALLOW_PRIVATE_HOSTS === 'yes',
      log: (exchange) => void exchanges.push(exchange),
      sleep: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
    },
  };
}
