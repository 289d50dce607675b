import type { HttpContext } from './context.ts';
import { type HttpFault, httpFault, type UnreachableCause } from './fault.ts';

/** A fault of one attempt, and whether another attempt may mend it. */
export interface FailedAttempt {
  is: 'failed';
  fault: HttpFault;
  /** `throttled`: the server wants us to wait. `failing`: it, or the network, broke. Null: asking again changes nothing. */
  retry: { why: 'throttled' | 'failing'; after: number | null } | null;
}

export const failed = (fault: HttpFault, retry: FailedAttempt['retry'] = null): FailedAttempt => ({
  is: 'failed',
  fault,
  retry,
});

/**
 * Reads what an answer that is no success means.
 * @param excerpt of the answer, fit to be shown. @param elsewhere a redirect led to another origin.
 */
export function responseFailure(response: Response, excerpt: string, elsewhere: boolean, host: string): FailedAttempt {
  const { status } = response;
  const edgeCause = EDGE_STATUSES[status];
  if (edgeCause) return unreachableFailure(host, edgeCause, status);
  const details = { status };
  if (status === 401 || status === 403)
    return failed(httpFault('source_refused_credentials', { case: 'http', status, excerpt, elsewhere }, details));
  if (status === 429 || status === 503) {
    const after = parseRetryAfter(response.headers.get('retry-after'), Date.now());
    const fault =
      status === 429
        ? httpFault('source_rate_limited', { status, excerpt }, details)
        : httpFault('source_answered_error', { case: 'http', status, excerpt }, details);
    return failed(fault, { why: 'throttled', after });
  }
  const fault = httpFault('source_answered_error', { case: 'http', status, excerpt }, details);
  return failed(fault, status >= 500 ? { why: 'failing', after: null } : null);
}

export const unreachableFailure = (host: string, cause: UnreachableCause, status?: number): FailedAttempt => {
  const details = { host, why: cause, ...(status !== undefined && { status }) };
  return failed(httpFault('source_unreachable', { case: 'http', host, cause }, details), {
    why: 'failing',
    after: null,
  });
};

/** Statuses by which the network between us and a source says that it did not get through (Cloudflare's own). */
const EDGE_STATUSES: Record<number, UnreachableCause> = {
  520: 'cut',
  521: 'refused',
  523: 'unknown',
  525: 'no_tls',
  526: 'no_tls',
  530: 'unknown_host',
};

/**
 * @param value of a Retry-After header (RFC 9110, section 10.2.3). @param now milliseconds since 1970.
 * @returns milliseconds to wait, or null when the header says nothing that can be read.
 */
export function parseRetryAfter(value: string | null, now: number): number | null {
  const text = value?.trim() ?? '';
  if (/^\d{1,9}(\.\d+)?$/.test(text)) return Math.ceil(Number(text) * 1000);
  const date = text === '' ? Number.NaN : Date.parse(text);
  return Number.isNaN(date) ? null : Math.max(0, date - now);
}

/** Codes of Node, where tests run. */
const NODE_ERROR_CODES: Record<string, UnreachableCause> = {
  ENOTFOUND: 'unknown_host',
  EAI_AGAIN: 'unknown_host',
  ECONNREFUSED: 'refused',
  ECONNRESET: 'cut',
  UND_ERR_SOCKET: 'cut',
  CERT_HAS_EXPIRED: 'no_tls',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'no_tls',
};

/** workerd tells errors of the network by these messages alone: they have no code. */
const WORKERD_LOST = 'Network connection lost';
const WORKERD_INTERNAL = 'internal error';

/**
 * Finds out why a request was not answered. workerd says of a connection that was refused or cut only that it was lost,
 * and of a name that is not found or a TLS that fails nothing at all: whether the port can be opened tells them apart.
 * The runtime's own message is not passed on: they may quote the URL with all that is in it.
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
  const lost = message.startsWith(WORKERD_LOST);
  if (!lost && !message.startsWith(WORKERD_INTERNAL)) return 'unknown';
  const isTls = url.protocol === 'https:';
  if (!lost && !isTls) return 'unknown_host';
  if (!context.canConnect) return 'unknown';
  const connects = await context.canConnect(url.hostname, Number(url.port || (isTls ? 443 : 80)));
  if (lost) return connects ? 'cut' : 'refused';
  return connects ? 'no_tls' : 'unknown_host';
}
