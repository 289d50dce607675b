import { connect as openSocket } from 'cloudflare:sockets';
import { type Fault, fault } from '../../domain/shared/fault.ts';
import type { FeedFile } from '../../domain/sync/feed-file.ts';
import type { Pinned } from '../../domain/sync/pinned.ts';
import { fail, ok, type Result } from '../../lib/result.ts';
import { type RegisteredSource, sourceOf } from '../../sources/registry.ts';
import type { SourceContext, StoredSource, UploadedFile } from '../../sources/source.ts';
import type { TenantReader } from '../../store/open.ts';
import { openTenantForWriting, type TenantWriter } from '../../store/open-for-writing.ts';
import { findLastAppliedRow } from '../snapshot/last-applied.ts';
import { ExchangeLog } from './exchange-log.ts';
import { tokenRenewer } from './renew-token.ts';
import { openSecretsOrNull, sealSecrets } from './secrets.ts';

/** A data source ready to be read: with its settings, its secrets opened for this one use, and its context. */
export interface SourceConnection {
  source: RegisteredSource;
  stored: StoredSource<unknown, unknown>;
  context: SourceContext;
}

/** Collected while a data source is read; has no secrets. */
export interface FetchLog {
  readonly exchanges: ExchangeLog;
  /** The file that was read, where the source gives files. */
  file: FeedFile | null;
  /** The time of a person's data, in milliseconds since the epoch, when it was taken from an earlier snapshot; else null. */
  asOf: number | null;
}

export const newFetchLog = (): FetchLog => ({ exchanges: new ExchangeLog(), file: null, asOf: null });

const CONNECT_TIMEOUT_MS = 5_000;

async function canConnect(hostname: string, port: number): Promise<boolean> {
  const socket = openSocket({ hostname, port });
  socket.closed.catch(() => {});
  const timeout = new Promise<boolean>((resolve) => setTimeout(() => resolve(false), CONNECT_TIMEOUT_MS));
  try {
    return await Promise.race([socket.opened.then(() => true), timeout]);
  } catch {
    return false;
  } finally {
    socket.close().catch(() => {});
  }
}

export const allowsPrivateHosts = (env: Env): boolean => env.ALLOW_PRIVATE_HOSTS === 'yes';

/** The bindings of the deployment by name; `WRAPPER_…` ones are in no type. */
export const bindingsOf = (env: Env): Record<string, unknown> => ({ ...env });

/** The pinned settings that a data source may know. */
export type FetchPins = Pick<Pinned, 'today' | 'upload'>;

/**
 * The context of a data source: network access, leases to renew its tokens, the state that its last sync saved.
 * @param log is filled while the source is read
 */
export const sourceContextFor = (
  env: Env,
  store: TenantWriter,
  kind: string,
  log: FetchLog,
  pinned: FetchPins,
): Omit<SourceContext, 'storeSecrets' | 'saveState'> => ({
  fetch: (input, init) => fetch(input, init),
  canConnect,
  allowPrivateHosts: allowsPrivateHosts(env),
  bindings: bindingsOf(env),
  renewTokens: tokenRenewer(env, store.tenant.id, kind),
  log: log.exchanges.add,
  today: pinned.today,
  loadState: () => store.dataSources.memory(kind),
  reportFile: (file) => {
    log.file = file;
  },
  upload: pinned.upload && uploadedFile(store, pinned.upload),
  lastAppliedPayload: async (key) => {
    const row = await findLastAppliedRow(store, kind, key);
    if (row.ok) log.asOf = row.value.asOf;
    return row.ok ? ok(row.value.bytes) : row;
  },
  sleep: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
});

/**
 * Opens the data source that a sync pinned.
 * @param reader is charged with the cost of reading the settings
 * @param log is filled while the source is read
 * @returns faults `source_missing`, and `source_secrets_lost` when the key that sealed the secrets is gone
 */
export async function connectSource(
  env: Env,
  reader: TenantReader,
  log: FetchLog,
  pinned: FetchPins & Pick<Pinned, 'source'>,
): Promise<Result<SourceConnection, Fault>> {
  const configured = await reader.dataSources.get(pinned.source);
  const source = sourceOf(pinned.source);
  if (!configured || !source) return fail(fault('source_missing', { reason: 'not_set_up' }));
  const { id } = reader.tenant;
  const { kind, settings } = configured;
  const secrets = await openSecretsOrNull(env, id, configured);
  if (secrets === null) return fail(fault('source_secrets_lost', {}));
  const store = openTenantForWriting(env, { id });
  let { sealed } = configured;
  const context = {
    ...sourceContextFor(env, store, kind, log, pinned),
    storeSecrets: async (renewed: object) => {
      const resealed = await sealSecrets(env, id, kind, renewed);
      // Secrets that an admin saved meanwhile are not overwritten by the successors of older ones.
      if (await store.dataSources.reseal(kind, sealed, resealed)) sealed = resealed;
    },
    saveState: (memory: Record<string, unknown>) => store.dataSources.remember(kind, memory),
  };
  return ok({ source, stored: { settings, secrets }, context });
}

const uploadedFile = (store: TenantWriter, { id, ...file }: NonNullable<Pinned['upload']>): UploadedFile => ({
  ...file,
  open: () => store.uploads.open(id),
});
