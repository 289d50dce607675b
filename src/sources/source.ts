import type { z } from 'zod';
import type { Fault } from '../domain/shared/fault.ts';
import type { SourceKind } from '../domain/shared/source-kinds.ts';
import type { FeedFile } from '../domain/sync/feed-file.ts';
import type { HttpExchange, HttpLimits } from '../lib/http/context.ts';
import type { Result } from '../lib/result.ts';

/** Receives the records of a feed while it is downloaded. */
export interface RecordSink {
  /** Takes one record: `bytes.subarray(start, end)`, valid during the call only. */
  record(bytes: Uint8Array, start: number, end: number): void;
  /** Called between blocks of the feed and while waiting for it. Resolves false to stop reading. */
  ready(): Promise<boolean>;
  /** Takes what the source declares about the size of the feed before its end. */
  expectSize?(size: FeedSize): void;
}

/** Records in all, bytes in all, or records on the first page. */
export type FeedSize = { records: number } | { bytes: number } | { page: number };

/** An entry of the connection log. */
export interface Exchange extends HttpExchange {
  /** The outcome in a few words, for protocols without an HTTP status. */
  answer?: string;
}

/** An uploaded file, read instead of the data source. */
export interface UploadedFile {
  name: string;
  size: number;
  /** Milliseconds since the epoch. */
  receivedAt: number;
  /** @returns null when it was deleted */
  open(): Promise<ReadableStream<Uint8Array> | null>;
}

/** The result of exchanging a refresh token. */
export interface RenewedTokens {
  /** The next refresh token; the same one where the server does not rotate it. */
  refresh_token: string;
  /** See `AuthSecrets.access`. */
  access: string;
}

/** The capabilities that a data source gets. */
export interface SourceContext {
  fetch: typeof fetch;
  /** Private addresses are allowed (local demo, tests). */
  allowPrivateHosts: boolean;
  log(exchange: Exchange): void;
  /**
   * Replaces the stored secrets, such as an access token for the next sync. For single-use secrets see `renewTokens`.
   */
  storeSecrets(secrets: object): Promise<void>;
  /**
   * Exchanges a refresh token under a lease, because it may be valid once only. Everyone who holds the same token, now or
   * later, gets the same result. It is stored before this resolves.
   * @param isGood accepts tokens that another holder got. @param exchange resolves null when cancelled
   */
  renewTokens(
    used: string,
    isGood: (tokens: RenewedTokens) => boolean,
    exchange: () => Promise<Result<RenewedTokens | null, Fault>>,
  ): Promise<Result<RenewedTokens | null, Fault>>;
  /** See `HttpContext.canConnect`. */
  canConnect?: (host: string, port: number) => Promise<boolean>;
  /** ISO date in the tenant's time zone, pinned for the sync. */
  today: string;
  /** @returns the JSON that this source saved in its last sync, or null */
  loadState(): Promise<unknown>;
  saveState(state: Record<string, unknown>): Promise<void>;
  /** Records the file that is read; called again when more is known about it. */
  reportFile(file: FeedFile): void;
  /** Null when the data source itself is read. */
  upload: UploadedFile | null;
  /**
   * The payload of one person in the last applied snapshot, for sources without single-person requests. Faults `person_…`.
   */
  lastAppliedPayload(key: PersonLookup): Promise<Result<Uint8Array, Fault>>;
  sleep(milliseconds: number): Promise<void>;
  /** The bindings of the deployment by name. */
  bindings?: Readonly<Record<string, unknown>>;
  /** Overrides of `HTTP_LIMITS`. */
  limits?: Partial<HttpLimits>;
}

/** The context of `PullSource.check`. */
export interface CheckContext extends Pick<SourceContext, 'allowPrivateHosts' | 'bindings'> {
  /** Slug. */
  tenant: string;
}

/** Totals of a feed that ended cleanly or was cancelled. */
export interface FeedEnd {
  records: number;
  bytes: number;
  /** The sink stopped the feed, so nothing can be concluded from absence. */
  cancelled: boolean;
  /** A sentence saying why the feed may be incomplete all the same. */
  doubt?: string | null;
}

/** Keys that identify one person. */
export interface PersonLookup {
  employee_id: string | null;
  email: string | null;
}

/** Settings are visible to admins; secrets are sealed. */
export interface StoredSource<Settings, Secrets> {
  settings: Settings;
  secrets: Secrets;
}

/** A data source that Rollcall pulls from. */
export interface PullSource<Body extends { enabled: boolean }, Settings, Secrets> {
  kind: SourceKind;
  /** The body of `PUT /data-sources/{kind}`, a strict object. */
  body: z.ZodType<Body>;
  settings: z.ZodType<Settings>;
  secrets: z.ZodType<Secrets>;
  /**
   * Splits a body into visible settings and secrets. A secret that is absent or null keeps its stored value, unless it
   * would go to another host or belong to another user name: fault `invalid_settings`.
   */
  splitSecrets(
    body: Body,
    before: StoredSource<Settings, Secrets> | null,
  ): Result<StoredSource<Settings, Secrets>, Fault>;
  /**
   * Validates what depends on the deployment, not on the body alone.
   * @returns what to store
   */
  check?(
    now: StoredSource<Settings, Secrets>,
    before: StoredSource<Settings, Secrets> | null,
    context: CheckContext,
  ): Promise<Result<StoredSource<Settings, Secrets>, Fault>>;
  /**
   * Streams everybody into the sink, never holding the feed in memory. Resolves ok only for a feed that ended
   * cleanly: complete body, valid framing, at least one record; or, with `cancelled`, when the sink stopped it.
   * After a fault, the records that the sink got are invalid.
   */
  people(
    settings: Settings,
    secrets: Secrets,
    sink: RecordSink,
    context: SourceContext,
  ): Promise<Result<FeedEnd, Fault>>;
  /** True when the settings name no server: people come by upload, never by schedule. */
  takesOnlyUploads?(settings: Settings): boolean;
  /** Fetches the payload of one person, as JSON bytes. Faults as `people`, and `single_person_…`, `person_…`. */
  person(
    settings: Settings,
    secrets: Secrets,
    key: PersonLookup,
    context: SourceContext,
  ): Promise<Result<Uint8Array, Fault>>;
}
