import { connect as openSocket } from 'cloudflare:sockets';
import { type Fault, fault } from '../../domain/fault.ts';
import type { FeedFile } from '../../domain/sync/feed-file.ts';
import type { Pinned } from '../../domain/sync/pinned.ts';
import { fail, ok, type Result } from '../../lib/result.ts';
import type { SourceContext, Stored, UploadedFile } from '../../sources/source.ts';
import type { DataSource } from '../../store/data-sources.ts';
import { noCost } from '../../store/meter.ts';
import { openTenant, type StepStore } from '../../store/open.ts';
import { SealBroken, sealer } from '../../store/seal.ts';
import { lastApplied } from '../last-applied.ts';
import { ExchangeLog } from './exchange-log.ts';
import { renewerOf } from './renewing.ts';
import { openSecrets, sealContext } from './sealed-secrets.ts';

/** What a source needs to be read: its settings, its secrets opened for this one use, and the world around it. */
export interface Connection {
  stored: Stored<unknown, unknown>;
  context: SourceContext;
}

/** What a source tells on the way, without secrets. */
export interface Told {
  /** Each request that was made. */
  log: ExchangeLog;
  /** The file that was read, where the source gives files. */
  feed: FeedFile | null;
  /** As of when a person counts whom the source did not fetch now; null for one that it did. */
  asOf: number | null;
}

export const nothingTold = (): Told => ({ log: new ExchangeLog(), feed: null, asOf: null });

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

/** What a sync is bound to, as far as a source may know it. */
export type Bound = Pick<Pinned, 'today' | 'upload'>;

/**
 * The world around a data source: the network, turns to renew its tokens, and what it kept.
 * @param told collects what the source tells. @param bound what the sync is bound to
 */
export const worldFor = (
  env: Env,
  store: StepStore,
  kind: string,
  told: Told,
  bound: Bound,
): Omit<SourceContext, 'store' | 'keep'> => ({
  fetch: (input, init) => fetch(input, init),
  opens,
  allowPrivateHosts: allowsPrivateHosts(env),
  bindings: bindingsOf(env),
  renew: renewerOf(env, store.tenant.id, kind),
  log: told.log.add,
  today: bound.today,
  recall: () => store.dataSources.recall(kind),
  found: (file) => {
    told.feed = file;
  },
  upload: bound.upload && uploadedFile(store, bound.upload),
  lastApplied: async (key) => {
    const row = await lastApplied(store, kind, key);
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
export async function connect(
  env: Env,
  tenantId: number,
  source: DataSource,
  told: Told,
  pinned: Bound,
): Promise<Result<Connection, Fault>> {
  const secrets = await secretsOf(env, tenantId, source);
  if (!secrets.ok) return secrets;
  let { sealed } = source;
  const store = openTenant(env, { id: tenantId }, noCost());
  return ok({
    stored: { settings: source.settings, secrets: secrets.value },
    context: {
      ...worldFor(env, store, source.kind, told, pinned),
      store: async (renewed) => {
        const now = await sealer(env.SEAL_KEYS).seal(JSON.stringify(renewed), sealContext(tenantId, source.kind));
        // Secrets that an admin saved meanwhile are not overwritten by the successors of older ones.
        if (await store.dataSources.reseal(source.kind, sealed, now)) sealed = now;
      },
      keep: (memory) => store.dataSources.keep(source.kind, memory),
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
