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

/** `stored` has its secrets in the clear, for this one use. */
export interface SourceConnection {
  source: RegisteredSource;
  stored: StoredSource<unknown, unknown>;
  context: SourceContext;
}

/** Filled while a data source is read; has no secrets. */
export interface FetchLog {
  readonly exchanges: ExchangeLog;
  file: FeedFile | null;
  /** In milliseconds since the epoch, when a person's data was taken from an earlier snapshot; else null. */
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

/** `WRAPPER_…` bindings are in no type. */
export const bindingsOf = (env: Env): Record<string, unknown> => ({ ...env });

export type FetchPins = Pick<Pinned, 'today' | 'upload'>;

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
  loadState: () => store.dataSources.getMemory(kind),
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
 * @param reader is charged with the cost of reading the settings
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
    saveState: (memory: Record<string, unknown>) => store.dataSources.saveMemory(kind, memory),
  };
  return ok({ source, stored: { settings, secrets }, context });
}

const uploadedFile = (store: TenantWriter, { id, ...file }: NonNullable<Pinned['upload']>): UploadedFile => ({
  ...file,
  open: () => store.uploads.open(id),
});
