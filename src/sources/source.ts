import type { z } from 'zod';
import type { Fault } from '../domain/fault.ts';
import type { Result } from '../lib/result.ts';

/** Takes the records of a feed as they come off the wire. */
export interface RecordSink {
  /** The bytes of one record: `bytes.subarray(start, end)`. They are valid only during this call. */
  record(bytes: Uint8Array, start: number, end: number): void;
  /** Called between blocks of the feed, and while waiting for it. Resolves false when the sync was cancelled: stop reading. */
  ready(): Promise<boolean>;
}

/** One request made of a data source, for the connection log. The URL has no credentials and no query values. */
export interface Exchange {
  method: string;
  url: string;
  status: number | null;
  milliseconds: number;
  bytes: number;
  attempt: number;
}

/** What a data source may use of the world around it. */
export interface SourceContext {
  fetch: typeof fetch;
  /** The deployment lets data sources live on private addresses (the local demo does). */
  allowPrivateHosts: boolean;
  log(exchange: Exchange): void;
  /** Waits; tests pass a shorter one. */
  sleep(milliseconds: number): Promise<void>;
}

/** What a feed said of itself once it had ended cleanly. */
export interface FeedEnd {
  records: number;
  bytes: number;
}

/** Keys that can name one person to the data source. */
export interface PersonKey {
  employee_id: string | null;
  email: string | null;
}

/**
 * A data source that Rollcall pulls from. `Settings` and `Secrets` are kept apart: settings are shown to admins,
 * secrets are sealed and never shown again.
 */
export interface PullSource<Body, Settings, Secrets> {
  kind: string;
  /** The body of `PUT /data-sources/{kind}`; refuses unknown keys by name. */
  body: z.ZodType<Body>;
  settings: z.ZodType<Settings>;
  secrets: z.ZodType<Secrets>;
  /** Splits a body into what may be shown and what is sealed. Secrets that the body leaves out stay as they were. */
  split(body: Body, before: Secrets | null): Result<{ settings: Settings; secrets: Secrets }, Fault>;
  /**
   * Streams everybody into the sink, never holding the feed in memory. Resolves ok only for a feed that ended
   * cleanly: whole body, sound framing, at least one record. A cancelled sync resolves ok with what was read.
   */
  people(
    settings: Settings,
    secrets: Secrets,
    sink: RecordSink,
    context: SourceContext,
  ): Promise<Result<FeedEnd, Fault>>;
  /** The payload of one person, as JSON bytes. */
  person(
    settings: Settings,
    secrets: Secrets,
    key: PersonKey,
    context: SourceContext,
  ): Promise<Result<Uint8Array, Fault>>;
}
