import { type Fault, fault } from '../domain/fault.ts';
import type { FeedFile } from '../domain/sync/feed-file.ts';
import type { Pinned } from '../domain/sync/pinned.ts';
import { fail, ok, type Result } from '../lib/result.ts';
import type { Exchange, SourceContext, Stored, UploadedFile } from '../sources/source.ts';
import type { DataSource } from '../store/data-sources.ts';
import { noCost } from '../store/meter.ts';
import { openTenant, type StepStore } from '../store/open.ts';
import { SealBroken, sealer } from '../store/seal.ts';
import { lastApplied } from './last-applied.ts';

/** What a source needs to be read: its settings, its secrets opened for this one use, and the world around it. */
export interface Connection {
  stored: Stored<unknown, unknown>;
  context: SourceContext;
}

/** What a source tells on the way, without secrets. */
export interface Told {
  exchanges: Exchange[];
  /** The file that was read, where the source gives files. */
  feed: FeedFile | null;
  /** As of when a person counts whom the source did not fetch now; null for one that it did. */
  asOf: number | null;
}

export const nothingTold = (): Told => ({ exchanges: [], feed: null, asOf: null });

/** What a data source's secrets are bound to: sealed text moved to another tenant or source does not open. */
export const sealContext = (tenantId: number, kind: string): string => `tenant ${tenantId} / ${kind}`;

export const allowsPrivateHosts = (env: Env): boolean => env.ALLOW_PRIVATE_HOSTS === 'yes';
/** What a deployment binds, by name; bindings of its own making (`WRAPPER_…`) are in no type. */
export const bindingsOf = (env: Env): Record<string, unknown> => ({ ...env });

/**
 * Opens a data source's secrets and gives it the network.
 * @param told collects what the source tells. @param pinned what the sync is bound to
 * @returns fault `source_secrets_lost` when the key that sealed them is gone
 */
export async function connect(
  env: Env,
  tenantId: number,
  source: DataSource,
  told: Told,
  pinned: Pick<Pinned, 'today' | 'upload'>,
): Promise<Result<Connection, Fault>> {
  const secrets = await secretsOf(env, tenantId, source);
  if (!secrets.ok) return secrets;
  let { sealed } = source;
  const store = openTenant(env, { id: tenantId }, noCost());
  return ok({
    stored: { settings: source.settings, secrets: secrets.value },
    context: {
      fetch: (input, init) => fetch(input, init),
      allowPrivateHosts: allowsPrivateHosts(env),
      bindings: bindingsOf(env),
      store: async (renewed) => {
        const now = await sealer(env.SEAL_KEYS).seal(JSON.stringify(renewed), sealContext(tenantId, source.kind));
        // Secrets that an admin saved meanwhile are not overwritten by the successors of older ones.
        if (await store.dataSources.reseal(source.kind, sealed, now)) sealed = now;
      },
      log: (exchange) => void told.exchanges.push(exchange),
      today: pinned.today,
      recall: () => store.dataSources.recall(source.kind),
      keep: (memory) => store.dataSources.keep(source.kind, memory),
      found: (file) => {
        told.feed = file;
      },
      upload: pinned.upload && uploadedFile(store, pinned.upload),
      lastApplied: async (key) => {
        const row = await lastApplied(store, source.kind, key);
        if (row.ok) told.asOf = row.value.asOf;
        return row.ok ? ok(row.value.bytes) : row;
      },
      sleep: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
    },
  });
}

const uploadedFile = (store: StepStore, { id, ...file }: NonNullable<Pinned['upload']>): UploadedFile => ({
  ...file,
  open: () => store.uploads.open(id),
});

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

/** The secrets of a data source, in the clear: for one use, never to be shown. */
export const openSecrets = async (env: Env, tenantId: number, { kind, sealed }: DataSource): Promise<unknown> =>
  sealed === null ? {} : JSON.parse(await sealer(env.SEAL_KEYS).open(sealed, sealContext(tenantId, kind)));
