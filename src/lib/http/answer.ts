import { type HttpFault, httpFault } from './fault.ts';
import { retryAfter } from './retry-after.ts';
import { type Why, WORDS, whyAtTheEdge } from './unreachable.ts';

/** A fault of one attempt, and whether another attempt may mend it. */
export interface Failed {
  is: 'failed';
  fault: HttpFault;
  /** `asked`: the server wants us to wait. `failing`: it, or the network, broke. Null: asking again changes nothing. */
  again: { why: 'asked' | 'failing'; after: number | null } | null;
}

const failed = (fault: HttpFault, again: Failed['again'] = null): Failed => ({ is: 'failed', fault, again });

/**
 * Reads what an answer that is no success means.
 * @param words what the server says, fit to be shown. @param elsewhere a redirect led to another origin.
 */
export function failedAnswer(response: Response, words: string, elsewhere: boolean, host: string): Failed {
  const { status } = response;
  const edge = whyAtTheEdge(status);
  if (edge) return unreachable(host, edge, status);
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
    const after = retryAfter(response.headers.get('retry-after'), Date.now());
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

export const redirected = (message: string, status: number): Failed =>
  failed(httpFault('source_redirects', message, { status }));

export const refused = (fault: HttpFault): Failed => failed(fault);

export const silent = (host: string, patience: number): Failed => {
  const message = `${host} was asked, and sent nothing for ${Math.round(patience / 1000)} seconds.`;
  return failed(httpFault('source_stalled', message, { host }));
};

export const unreachable = (host: string, why: Why, status?: number): Failed => {
  const details = { host, why, ...(status !== undefined && { status }) };
  return failed(httpFault('source_unreachable', WORDS[why](host), details), { why: 'failing', after: null });
};
