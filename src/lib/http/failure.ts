import type { HttpContext } from './context.ts';
import { type HttpFault, httpFault, type UnreachableCause } from './fault.ts';

export interface FailedAttempt {
  is: 'failed';
  fault: HttpFault;
  /** Null: no retry. `throttled`: the server asks to wait. `retryAfter`: milliseconds, null when it does not say. */
  retry: { reason: 'throttled' | 'failing'; retryAfter: number | null } | null;
}

export const failed = (fault: HttpFault, retry: FailedAttempt['retry'] = null): FailedAttempt => ({
  is: 'failed',
  fault,
  retry,
});

/** @param excerpt redacted. @param leftOrigin after a redirect */
export function responseFailure(response: Response, excerpt: string, leftOrigin: boolean, host: string): FailedAttempt {
  const { status } = response;
  const edgeCause = EDGE_STATUSES[status];
  if (edgeCause) return unreachableFailure(host, edgeCause, status);
  const details = { status };
  if (status === 401 || status === 403)
    return failed(
      httpFault('source_refused_credentials', { case: 'http', status, excerpt, elsewhere: leftOrigin }, details),
    );
  if (status === 429 || status === 503) {
    const retryAfter = parseRetryAfter(response.headers.get('retry-after'), Date.now());
    const fault =
      status === 429
        ? httpFault('source_rate_limited', { status, excerpt }, details)
        : httpFault('source_answered_error', { case: 'http', status, excerpt }, details);
    return failed(fault, { reason: 'throttled', retryAfter });
  }
  const fault = httpFault('source_answered_error', { case: 'http', status, excerpt }, details);
  return failed(fault, status >= 500 ? { reason: 'failing', retryAfter: null } : null);
}

export const unreachableFailure = (host: string, cause: UnreachableCause, status?: number): FailedAttempt => {
  const details = { host, why: cause, ...(status !== undefined && { status }) };
  return failed(httpFault('source_unreachable', { case: 'http', host, cause }, details), {
    reason: 'failing',
    retryAfter: null,
  });
};

/** Cloudflare's own statuses for an origin that it could not reach. */
const EDGE_STATUSES: Record<number, UnreachableCause> = {
  520: 'cut',
  521: 'refused',
  523: 'unknown',
  525: 'no_tls',
  526: 'no_tls',
  530: 'unknown_host',
};

/**
 * RFC 9110, section 10.2.3.
 * @param now milliseconds since 1970. @returns milliseconds to wait, or null when the header cannot be read
 */
export function parseRetryAfter(value: string | null, now: number): number | null {
  const text = value?.trim() ?? '';
  if (/^\d{1,9}(\.\d+)?$/.test(text)) return Math.ceil(Number(text) * 1000);
  const date = text === '' ? Number.NaN : Date.parse(text);
  return Number.isNaN(date) ? null : Math.max(0, date - now);
}

/** Tests run in Node. */
const NODE_ERROR_CODES: Record<string, UnreachableCause> = {
  ENOTFOUND: 'unknown_host',
  EAI_AGAIN: 'unknown_host',
  ECONNREFUSED: 'refused',
  ECONNRESET: 'cut',
  UND_ERR_SOCKET: 'cut',
  CERT_HAS_EXPIRED: 'no_tls',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'no_tls',
};

/** Network errors of workerd have no code, only these messages. */
const WORKERD_LOST = 'Network connection lost';
const WORKERD_INTERNAL = 'internal error';

/**
 * workerd reports a refused and a cut connection alike as lost, and an unknown host and a failed TLS handshake alike as
 * an internal error: whether the port can be opened tells them apart. The runtime's message is not passed on: it may
 * quote the URL with its secrets.
 */
export async function findUnreachableCause(
  error: unknown,
  url: URL,
  context: Pick<HttpContext, 'canConnect'>,
): Promise<UnreachableCause> {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  const known = cause instanceof Error && 'code' in cause ? NODE_ERROR_CODES[String(cause.code)] : undefined;
  if (known) return known;
  const message = cause instanceof Error ? cause.message : '';
  const isLost = message.startsWith(WORKERD_LOST);
  if (!isLost && !message.startsWith(WORKERD_INTERNAL)) return 'unknown';
  const isTls = url.protocol === 'https:';
  if (!isLost && !isTls) return 'unknown_host';
  if (!context.canConnect) return 'unknown';
  const connects = await context.canConnect(url.hostname, Number(url.port || (isTls ? 443 : 80)));
  if (isLost) return connects ? 'cut' : 'refused';
  return connects ? 'no_tls' : 'unknown_host';
}
