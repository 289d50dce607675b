import type { z } from 'zod';
import type { Fault } from '../domain/shared/fault.ts';
import type { SourceKind } from '../domain/shared/source-kinds.ts';
import type { FeedFile } from '../domain/sync/feed-file.ts';
import type { HttpExchange, HttpLimits } from '../lib/http/context.ts';
import type { Result } from '../lib/result.ts';

export interface RecordSink {
  /** `bytes.subarray(start, end)`, valid during the call only. */
  record(bytes: Uint8Array, start: number, end: number): void;
  /** Called between blocks of the feed and while waiting for it. Resolves false to stop reading. */
  ready(): Promise<boolean>;
  expectSize?(size: FeedSize): void;
}

/** In all, but `page`: records on the first page. */
export type FeedSize = { records: number } | { bytes: number } | { page: number };

export interface Exchange extends HttpExchange {
  /** In a few words, for protocols without an HTTP status. */
  answer?: string;
}

export interface UploadedFile {
  name: string;
  size: number;
  /** Milliseconds since the epoch. */
  receivedAt: number;
  /** @returns null when it was deleted */
  open(): Promise<ReadableStream<Uint8Array> | null>;
}

export interface RenewedTokens {
  /** The same one where the server does not rotate it. */
  refresh_token: string;
  /** See `AuthSecrets.access`. */
  access: string;
}

export interface SourceContext {
  fetch: typeof fetch;
  /** For the local demo and tests. */
  allowPrivateHosts: boolean;
  log(exchange: Exchange): void;
  /** Replaces all of them. For single-use secrets see `renewTokens`. */
  storeSecrets(secrets: object): Promise<void>;
  /**
   * Under a lease, because a refresh token may be valid once only. Everyone who holds the same token, now or later, gets
   * the same result. It is stored before this resolves.
   * @param isGood accepts tokens that another holder got. @param exchange resolves null when cancelled
   */
  renewTokens(
    used: string,
    isGood: (tokens: RenewedTokens) => boolean,
    exchange: () => Promise<Result<RenewedTokens | null, Fault>>,
  ): Promise<Result<RenewedTokens | null, Fault>>;
  canConnect?: (host: string, port: number) => Promise<boolean>;
  /** ISO date in the tenant's time zone, pinned for the sync. */
  today: string;
  /** @returns what `saveState` got in the last sync, or null */
  loadState(): Promise<unknown>;
  saveState(state: Record<string, unknown>): Promise<void>;
  /** Called again when more is known about the file. */
  reportFile(file: FeedFile): void;
  /** Read instead of the data source. */
  upload: UploadedFile | null;
  /** For sources without single-person requests. @returns faults `person_…` */
  lastAppliedPayload(key: PersonLookup): Promise<Result<Uint8Array, Fault>>;
  sleep(milliseconds: number): Promise<void>;
  bindings?: Readonly<Record<string, unknown>>;
  limits?: Partial<HttpLimits>;
}

export interface CheckContext extends Pick<SourceContext, 'allowPrivateHosts' | 'bindings'> {
  /** Slug. */
  tenant: string;
}

export interface FeedEnd {
  records: number;
  bytes: number;
  /** The sink stopped the feed, so nothing can be concluded from absence. */
  cancelled: boolean;
  /** A sentence saying why the feed may be incomplete all the same. */
  doubt?: string | null;
}

export interface PersonLookup {
  employee_id: string | null;
  email: string | null;
}

/** Settings are visible to admins; secrets are sealed. */
export interface StoredSource<Settings, Secrets> {
  settings: Settings;
  secrets: Secrets;
}

export interface PullSource<Body extends { enabled: boolean }, Settings, Secrets> {
  kind: SourceKind;
  /** A strict object. */
  body: z.ZodType<Body>;
  settings: z.ZodType<Settings>;
  secrets: z.ZodType<Secrets>;
  /**
   * A secret that is absent or null keeps its stored value, unless it would go to another host or belong to another
   * user name: fault `invalid_settings`.
   */
  splitSecrets(
    body: Body,
    before: StoredSource<Settings, Secrets> | null,
  ): Result<StoredSource<Settings, Secrets>, Fault>;
  /** Validates what depends on the deployment, not on the body alone. @returns what to store */
  check?(
    now: StoredSource<Settings, Secrets>,
    before: StoredSource<Settings, Secrets> | null,
    context: CheckContext,
  ): Promise<Result<StoredSource<Settings, Secrets>, Fault>>;
  /**
   * Never holds the feed in memory. Resolves ok only for a feed that ended cleanly: complete body, valid framing, at
   * least one record; or, with `cancelled`, when the sink stopped it. After a fault, the records that the sink got are
   * invalid.
   */
  people(
    settings: Settings,
    secrets: Secrets,
    sink: RecordSink,
    context: SourceContext,
  ): Promise<Result<FeedEnd, Fault>>;
  /** The settings name no server: people come by upload, never by schedule. */
  takesOnlyUploads?(settings: Settings): boolean;
  /** @returns the payload as JSON bytes; faults as `people`, and `single_person_…`, `person_…` */
  person(
    settings: Settings,
    secrets: Secrets,
    key: PersonLookup,
    context: SourceContext,
  ): Promise<Result<Uint8Array, Fault>>;
}
