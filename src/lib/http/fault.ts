import type { FaultParams } from '../result.ts';

export type UnreachableCause = 'unknown_host' | 'refused' | 'cut' | 'no_tls' | 'unknown';

/** Times are milliseconds; `excerpt` is of the answer, '' when there was none. */
export interface HttpFaultParams {
  source_url_invalid: { case: 'unreadable' | 'credentials' | 'host' } | { case: 'protocol'; protocol: string };
  source_url_private: { host: string };
  source_unreachable: { case: 'http'; host: string; cause: UnreachableCause };
  /** `elsewhere`: refused by another origin after a redirect, where no credentials were sent. */
  source_refused_credentials: { case: 'http'; status: number; excerpt: string; elsewhere: boolean };
  source_answered_error: { case: 'http'; status: number; excerpt: string };
  source_rate_limited: { status: number; excerpt: string };
  source_redirects: { limit: number };
  source_stalled:
    | { case: 'no_response'; host: string; timeout: number }
    | { case: 'body'; timeout: number; bytes: number };
  source_too_large: { case: 'body'; limit: number };
  feed_incomplete: { case: 'body'; bytes: number; declared: number | null };
}

export type HttpFaultSupplement = {
  behindRedirect?: boolean;
  /** Milliseconds that the server asks to wait, when that exceeds the limit. */
  longWait?: number;
};

export interface HttpFault {
  code: keyof HttpFaultParams;
  params: FaultParams;
  details?: { status?: number; attempts?: number; bytes?: number; host?: string; why?: string };
}

export const httpFault = <Code extends keyof HttpFaultParams>(
  code: Code,
  params: HttpFaultParams[Code],
  details?: HttpFault['details'],
): HttpFault => (details ? { code, params: { ...params }, details } : { code, params: { ...params } });

export const supplementFault = (fault: HttpFault, supplement: HttpFaultSupplement): HttpFault => ({
  ...fault,
  params: { ...fault.params, ...supplement },
});
