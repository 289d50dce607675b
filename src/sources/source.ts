import type { z } from 'zod';
import type { Fault } from '../domain/shared/fault.ts';
import type { SourceKind } from '../domain/shared/source-kinds.ts';
import type { FeedFile } from '../domain/sync/feed-file.ts';
import type { HttpExchange, HttpLimits } from '../lib/http/context.ts';
import type { Result } from '../lib/result.ts';

/** Takes the records of a feed as they come off the wire. */
export interface RecordSink {
  /** The bytes of one record: `bytes.subarray(start, end)`. They are valid only during this call. */
  record(bytes: Uint8Array, start: number, end: number): void;
  /** Called between blocks of the feed, and while waiting for it. Resolves false when the sync was cancelled: stop reading. */
  ready(): Promise<boolean>;
  /** Told how much there is, as far as the source says so before it has sent everybody. */
  expectSize?(size: FeedSize): void;
}

/** How many records a feed declares, how many bytes it has, or how many records its first page has. */
export type FeedSize = { records: number } | { bytes: number } | { page: number };

/** One request made of a data source, for the connection log. The URL has no credentials and no query values. */
export interface Exchange extends HttpExchange {
  /** What came back, in a few words, where there is no HTTP status that says it. */
  answer?: string;
}

/** A file that somebody uploaded, to be read instead of asking the data source. */
export interface UploadedFile {
  name: string;
  size: number;
  /** Milliseconds since the epoch. */
  receivedAt: number;
  /** @returns its bytes, or null when it is no longer there. */
  open(): Promise<ReadableStream<Uint8Array> | null>;
}

/** What a refresh token was exchanged for. */
export interface RenewedTokens {
  /** The next refresh token; the same one where it lasts. */
  refresh_token: string;
  /** An access token, behind the time at which it expires and a space. */
  access: string;
}

/** What a data source may use. */
export interface SourceContext {
  fetch: typeof fetch;
  /** The deployment lets data sources live on private addresses (the local demo does). */
  allowPrivateHosts: boolean;
  log(exchange: Exchange): void;
  /**
   * Seals the secrets of this source anew, such as an access token that serves the next sync too. Settings stay as they
   * are. For a secret that is used up by using it, see `renew`.
   */
  storeSecrets(secrets: object): Promise<void>;
  /**
   * Exchanges a refresh token, alone among all who read this source: it may be void once it was used. Everyone with the
   * same one, at the same time or later, gets what came of it. That is stored before this resolves.
   * @param isGood whether tokens that somebody else got will do. @param exchange resolves null when nobody wants them
   */
  renewTokens(
    used: string,
    isGood: (tokens: RenewedTokens) => boolean,
    exchange: () => Promise<Result<RenewedTokens | null, Fault>>,
  ): Promise<Result<RenewedTokens | null, Fault>>;
  /** Whether a connection to a port can be opened; says why an exchange failed. */
  canConnect?: (host: string, port: number) => Promise<boolean>;
  /** ISO day in the tenant's time zone, as the sync is bound to it. */
  today: string;
  /** What this source saved for its next sync; null at first. It is JSON of the source's own. */
  loadState(): Promise<unknown>;
  saveState(state: object): Promise<void>;
  /** Says which file the feed is, as soon as that is known, and again when more is. */
  reportFile(file: FeedFile): void;
  /** Null, as usual, when the data source itself is to be read. */
  upload: UploadedFile | null;
  /**
   * The payload of one person in the last applied snapshot of this source, for one that cannot be asked for a person.
   * Faults `person_…`.
   */
  lastAppliedPayload(key: PersonLookup): Promise<Result<Uint8Array, Fault>>;
  /** Waits; tests pass a shorter one. */
  sleep(milliseconds: number): Promise<void>;
  /** What the deployment binds by name; a source takes out what is meant for it. */
  bindings?: Readonly<Record<string, unknown>>;
  /** Other timeouts and bounds than the usual ones; tests pass shorter ones. */
  limits?: Partial<HttpLimits>;
}

/** What settings are held against before they are stored. */
export interface CheckContext extends Pick<SourceContext, 'allowPrivateHosts' | 'bindings'> {
  /** The company, as in its address. */
  tenant: string;
}

/** What was read of a feed that ended cleanly, or that nobody wanted any more. */
export interface FeedEnd {
  records: number;
  bytes: number;
  /** The sink said stop: more may have come, so nobody is absent. */
  cancelled: boolean;
  /** Why these may not be all, in a sentence, although nothing says that more were to come. */
  doubt?: string | null;
}

/** Keys that can name one person to the data source. */
export interface PersonLookup {
  employee_id: string | null;
  email: string | null;
}

/** A data source as stored: settings are shown to admins, secrets are sealed and never shown again. */
export interface StoredSource<Settings, Secrets> {
  settings: Settings;
  secrets: Secrets;
}

/** A data source that Rollcall pulls from. */
export interface PullSource<Body extends { enabled: boolean }, Settings, Secrets> {
  kind: SourceKind;
  /** The body of `PUT /data-sources/{kind}`; refuses unknown keys by name. */
  body: z.ZodType<Body>;
  settings: z.ZodType<Settings>;
  secrets: z.ZodType<Secrets>;
  /**
   * Splits a body into what may be shown and what is sealed. A secret that the body leaves out (absent or null) stays as
   * it was, unless it would now go to another host or belong to another user name: fault `invalid_settings`.
   */
  splitSecrets(
    body: Body,
    before: StoredSource<Settings, Secrets> | null,
  ): Result<StoredSource<Settings, Secrets>, Fault>;
  /**
   * Judges what the body alone does not tell, for a source that depends on what this deployment has.
   * @returns what to store.
   */
  check?(
    now: StoredSource<Settings, Secrets>,
    before: StoredSource<Settings, Secrets> | null,
    context: CheckContext,
  ): Promise<Result<StoredSource<Settings, Secrets>, Fault>>;
  /**
   * Streams everybody into the sink, never holding the feed in memory. Resolves ok only for a feed that ended
   * cleanly: whole body, sound framing, at least one record; or, with `cancelled`, when the sink said stop.
   * What the sink got before that counts for nothing when a fault comes back.
   */
  people(
    settings: Settings,
    secrets: Secrets,
    sink: RecordSink,
    context: SourceContext,
  ): Promise<Result<FeedEnd, Fault>>;
  /** True for settings with nothing to ask: everybody comes by upload, and no schedule has anything to do. */
  takesOnlyUploads?(settings: Settings): boolean;
  /** The payload of one person, as JSON bytes. Faults of its own: `single_person_…`, `person_…`. */
  person(
    settings: Settings,
    secrets: Secrets,
    key: PersonLookup,
    context: SourceContext,
  ): Promise<Result<Uint8Array, Fault>>;
}
