/** One request made, for a log. The URL has no credentials and no query values. */
export interface HttpExchange {
  method: string;
  url: string;
  /** Null when no answer came. */
  status: number | null;
  milliseconds: number;
  bytes: number;
  attempt: number;
  /** Milliseconds paused before it, since the attempt before. */
  waited: number;
  /** How many exchanges this line stands for. */
  count: number;
}

/** Milliseconds, bytes and counts. */
export interface HttpLimits {
  /** Before the first byte of a body: a large report is made for minutes before any of it is sent. */
  first: number;
  /** Without any byte, inside a body. */
  stall: number;
  /** Between two checks for cancellation, while nothing comes. */
  heartbeat: number;
  /** Of one answer. */
  bytes: number;
  redirects: number;
  /** Requests in all, redirects aside, when the server asks to wait (429, 503). */
  attempts: number;
  /** Requests in all when the server or the network fails. */
  failures: number;
  /** Waited in all between attempts. */
  wait: number;
  /** First wait when the server does not say how long. */
  backoff: number;
}

export const HTTP_LIMITS: HttpLimits = {
  first: 300_000,
  stall: 60_000,
  heartbeat: 10_000,
  bytes: 2_000_000_000,
  redirects: 3,
  attempts: 4,
  failures: 3,
  wait: 120_000,
  backoff: 1000,
};

export interface HttpContext {
  fetch: typeof fetch;
  allowPrivateHosts: boolean;
  log(exchange: HttpExchange): void;
  sleep(milliseconds: number): Promise<void>;
  /** Whether a connection to a port can be opened; tried when a request failed for a reason that is not known. */
  canConnect?: ((host: string, port: number) => Promise<boolean>) | undefined;
  /** Resolves false once the caller has cancelled. */
  alive(): Promise<boolean>;
  limits: HttpLimits;
}
