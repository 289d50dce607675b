import { type HttpContext, type HttpFault, httpFault } from './context.ts';

/** A fault of one attempt, and whether another attempt may mend it. */
export interface FailedAttempt {
  is: 'failed';
  fault: HttpFault;
  /** `asked`: the server wants us to wait. `failing`: it, or the network, broke. Null: asking again changes nothing. */
  again: { why: 'asked' | 'failing'; after: number | null } | null;
}

const failed = (fault: HttpFault, again: FailedAttempt['again'] = null): FailedAttempt => ({
  is: 'failed',
  fault,
  again,
});

/**
 * Reads what an answer that is no success means.
 * @param words what the server says, fit to be shown. @param elsewhere a redirect led to another origin.
 */
export function responseFailure(response: Response, words: string, elsewhere: boolean, host: string): FailedAttempt {
  const { status } = response;
  const edge = edgeStatusCause(status);
  if (edge) return unreachableFailure(host, edge, status);
  const says = words === '' ? 'It gave no reason.' : `It says: “${words}”.`;
  const details = { status };
  if (status === 401 || status === 403) {
    const hint = elsewhere
      ? ' The request had been redirected to another host, where credentials are never sent: enter the final URL.'
      : status === 401
        ? ' Check the credentials.'
        : ' Check that this account may read the people.';
    const message = `The data source refused the credentials (status ${status}). ${says}${hint}`;
    return failed(httpFault('source_refused_credentials', message, details));
  }
  if (status === 429 || status === 503) {
    const after = parseRetryAfter(response.headers.get('retry-after'), Date.now());
    const code = status === 429 ? 'source_rate_limited' : 'source_answered_error';
    const what = status === 429 ? 'The data source limits how often it may be asked' : 'The data source is unavailable';
    return failed(httpFault(code, `${what} (status ${status}). ${says}`, details), { why: 'asked', after });
  }
  const hint = status === 404 || status === 410 ? ' Check the URL.' : '';
  const fault = httpFault(
    'source_answered_error',
    `The data source answered with an error (status ${status}). ${says}${hint}`,
    details,
  );
  return failed(fault, status >= 500 ? { why: 'failing', after: null } : null);
}

export const redirectFailure = (message: string, status: number): FailedAttempt =>
  failed(httpFault('source_redirects', message, { status }));

export const finalFailure = (fault: HttpFault): FailedAttempt => failed(fault);

export const noResponseFailure = (host: string, patience: number): FailedAttempt => {
  const message = `${host} was asked, and sent nothing for ${Math.round(patience / 1000)} seconds.`;
  return failed(httpFault('source_stalled', message, { host }));
};

export const unreachableFailure = (host: string, why: UnreachableCause, status?: number): FailedAttempt => {
  const details = { host, why, ...(status !== undefined && { status }) };
  return failed(httpFault('source_unreachable', UNREACHABLE_SENTENCES[why](host), details), {
    why: 'failing',
    after: null,
  });
};

/**
 * @param value of a Retry-After header: seconds, or a date. @param now milliseconds since 1970.
 * @returns milliseconds to wait, or null when the header says nothing that can be read.
 */
export function parseRetryAfter(value: string | null, now: number): number | null {
  const text = value?.trim() ?? '';
  if (/^\d{1,9}(\.\d+)?$/.test(text)) return Math.ceil(Number(text) * 1000);
  const date = text === '' ? Number.NaN : Date.parse(text);
  return Number.isNaN(date) ? null : Math.max(0, date - now);
}

/** Why no answer came, as far as it can be told. */
export type UnreachableCause = 'unknown_host' | 'refused' | 'cut' | 'no_tls' | 'unknown';

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

/**
 * Finds out why a request was not answered. workerd says of a connection that was refused or cut only that it was lost,
 * and of a name that is not found or a TLS that fails nothing at all: whether the port can be opened tells them apart.
 * The runtime's own words are not passed on: they may quote the URL with all that is in it.
 */
export async function findUnreachableCause(
  error: unknown,
  url: URL,
  world: Pick<HttpContext, 'opens'>,
): Promise<UnreachableCause> {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  const known = cause instanceof Error && 'code' in cause ? NODE_ERROR_CODES[String(cause.code)] : undefined;
  if (known) return known;
  const words = cause instanceof Error ? cause.message : '';
  const lost = words.startsWith('Network connection lost');
  if (!lost && !words.startsWith('internal error')) return 'unknown';
  const isTls = url.protocol === 'https:';
  if (!lost && !isTls) return 'unknown_host';
  if (!world.opens) return 'unknown';
  const opens = await world.opens(url.hostname, Number(url.port || (isTls ? 443 : 80)));
  if (lost) return opens ? 'cut' : 'refused';
  return opens ? 'no_tls' : 'unknown_host';
}

const PRIVATE = 'a name that only a company’s own network knows cannot be reached from here';

/** What a person is told, and what to do. */
export const UNREACHABLE_SENTENCES: Record<UnreachableCause, (host: string) => string> = {
  unknown_host: (host) => `There is no host named ${host}. Check the spelling in the URL; ${PRIVATE}.`,
  refused: (host) =>
    `${host} refused the connection. Check the port in the URL, and that its firewall lets requests from the internet in.`,
  cut: (host) =>
    `${host} cut the connection before it answered. Check whether the URL should begin with https:// instead of http:// (or the other way round), and that the server takes requests from the internet.`,
  no_tls: (host) =>
    `No secure connection could be made to ${host}: its certificate is self-signed, expired or for another name, or there is no TLS at this port. Have its certificate renewed by a public authority, or check the port in the URL.`,
  unknown: (host) =>
    `${host} could not be reached. Check the URL, and that the server accepts requests from the internet.`,
};

/** Statuses by which the network between us and a source says that it did not get through (Cloudflare's own). */
const EDGE_STATUSES: Record<number, UnreachableCause> = {
  521: 'refused',
  520: 'cut',
  523: 'unknown',
  525: 'no_tls',
  526: 'no_tls',
  530: 'unknown_host',
};

/** What an answer means that no source gave, or null. */
export const edgeStatusCause = (status: number): UnreachableCause | null => EDGE_STATUSES[status] ?? null;
