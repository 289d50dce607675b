/** The URL has no credentials and no query values. */
export interface HttpExchange {
  method: string;
  url: string;
  status: number | null;
  milliseconds: number;
  bytes: number;
  attempt: number;
  /** Milliseconds before this attempt. */
  waited: number;
  /** How many exchanges this entry sums up. */
  count: number;
}

/** Times are milliseconds. */
export interface HttpLimits {
  /** Until the first byte of a body: a server may prepare a large report for minutes. */
  firstByteTimeout: number;
  /** Between two blocks of a body. */
  idleTimeout: number;
  /** Between two checks for cancellation, while waiting. */
  heartbeatInterval: number;
  /** Of one body. */
  maxBytes: number;
  maxRedirects: number;
  /** Total attempts when the server asks to wait (429, 503); a redirect is no attempt. */
  maxThrottledAttempts: number;
  /** Total attempts when the server or the network fails. */
  maxFailedAttempts: number;
  maxTotalWait: number;
  /** Doubled after each attempt; used where the server sends no Retry-After. */
  initialBackoff: number;
}

export const HTTP_LIMITS: HttpLimits = {
  firstByteTimeout: 300_000,
  idleTimeout: 60_000,
  heartbeatInterval: 10_000,
  maxBytes: 2_000_000_000,
  maxRedirects: 3,
  maxThrottledAttempts: 4,
  maxFailedAttempts: 3,
  maxTotalWait: 120_000,
  initialBackoff: 1000,
};

export interface HttpContext {
  fetch: typeof fetch;
  allowPrivateHosts: boolean;
  log(exchange: HttpExchange): void;
  sleep(milliseconds: number): Promise<void>;
  /** By TCP; tells why a request failed. */
  canConnect?: ((host: string, port: number) => Promise<boolean>) | undefined;
  shouldContinue(): Promise<boolean>;
  limits: HttpLimits;
}
