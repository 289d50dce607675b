import { connect as openSocket } from 'cloudflare:sockets';
import { type Fault, fault } from '../../domain/shared/fault.ts';
import type { FeedFile } from '../../domain/sync/feed-file.ts';
import type { Pinned } from '../../domain/sync/pinned.ts';
import { fail, ok, type Result } from '../../lib/result.ts';
import type { SourceContext, StoredSource, UploadedFile } from '../../sources/source.ts';
import { zeroCost } from '../../store/cost.ts';
import { openTenantForWriting, type TenantWriter } from '../../store/open-for-writing.ts';
import type { DataSource } from '../../store/sources/reader.ts';
import { createSealer, SealError } from '../../store/sources/seal.ts';
import { findLastAppliedRow } from '../snapshot/last-applied.ts';
import { ExchangeLog } from './exchange-log.ts';
import { tokenRenewer } from './renew-token.ts';
import { openSecrets, sealContext } from './secrets.ts';

/** What a source needs to be read: its settings, its secrets opened for this one use, and the world around it. */
export interface SourceConnection {
  stored: StoredSource<unknown, unknown>;
  context: SourceContext;
}

/** What a source tells on the way, without secrets. */
export interface FetchLog {
  /** Each request that was made. */
  log: ExchangeLog;
  /** The file that was read, where the source gives files. */
  feed: FeedFile | null;
  /** As of when a person counts whom the source did not fetch now; null for one that it did. */
  asOf: number | null;
}

export const newFetchLog = (): FetchLog => ({ log: new ExchangeLog(), feed: null, asOf: null });

const CONNECT_TIMEOUT_MS = 5_000;

async function canConnect(hostname: string, port: number): Promise<boolean> {
  const socket = openSocket({ hostname, port });
  socket.closed.catch(() => {});
  const late = new Promise<boolean>((resolve) => setTimeout(() => resolve(false), CONNECT_TIMEOUT_MS));
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

/** What a sync is bound to, as far as a source may know it. */
export type FetchPins = Pick<Pinned, 'today' | 'upload'>;

/**
 * The world around a data source: the network, turns to renew its tokens, and what it kept.
 * @param told collects what the source tells. @param bound what the sync is bound to
 */
export const sourceContextFor = (
  env: Env,
  store: TenantWriter,
  kind: string,
  told: FetchLog,
  bound: FetchPins,
): Omit<SourceContext, 'store' | 'saveState'> => ({
  fetch: (input, init) => fetch(input, init),
  canConnect,
  allowPrivateHosts: allowsPrivateHosts(env),
  bindings: bindingsOf(env),
  renew: tokenRenewer(env, store.tenant.id, kind),
  log: told.log.add,
  today: bound.today,
  loadState: () => store.dataSources.memory(kind),
  reportFile: (file) => {
    told.feed = file;
  },
  upload: bound.upload && uploadedFile(store, bound.upload),
  lastAppliedPayload: async (key) => {
    const row = await findLastAppliedRow(store, kind, key);
    if (row.ok) told.asOf = row.value.asOf;
    return row.ok ? ok(row.value.bytes) : row;
  },
  sleep: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
});

/**
 * Opens a data source's secrets and gives it the network.
 * @param told collects what the source tells. @param pinned what the sync is bound to
 * @returns fault `source_secrets_lost` when the key that sealed them is gone
 */
export async function connectSource(
  env: Env,
  tenantId: number,
  source: DataSource,
  told: FetchLog,
  pinned: FetchPins,
): Promise<Result<SourceConnection, Fault>> {
  const secrets = await openSecretsOrFault(env, tenantId, source);
  if (!secrets.ok) return secrets;
  let { sealed } = source;
  const store = openTenantForWriting(env, { id: tenantId }, zeroCost());
  return ok({
    stored: { settings: source.settings, secrets: secrets.value },
    context: {
      ...sourceContextFor(env, store, source.kind, told, pinned),
      store: async (renewed) => {
        const now = await createSealer(env.SEAL_KEYS).seal(JSON.stringify(renewed), sealContext(tenantId, source.kind));
        // Secrets that an admin saved meanwhile are not overwritten by the successors of older ones.
        if (await store.dataSources.reseal(source.kind, sealed, now)) sealed = now;
      },
      saveState: (memory) => store.dataSources.remember(source.kind, memory),
    },
  });
}

const uploadedFile = (store: TenantWriter, { id, ...file }: NonNullable<Pinned['upload']>): UploadedFile => ({
  ...file,
  open: () => store.uploads.open(id),
});

/** A key that is gone is nothing that a second try could mend: an admin has to enter the secrets again. */
async function openSecretsOrFault(env: Env, tenantId: number, source: DataSource): Promise<Result<unknown, Fault>> {
  try {
    return ok(await openSecrets(env, tenantId, source));
  } catch (breakage) {
    if (!(breakage instanceof SealError)) throw breakage;
    return fail(fault('source_secrets_lost', {}));
  }
}
