import type { FaultParams } from '../result.ts';

/** Why no answer came, as far as it can be told. */
export type UnreachableCause = 'unknown_host' | 'refused' | 'cut' | 'no_tls' | 'unknown';

/** What a fault of each code is said with. Times are milliseconds; `excerpt` is of the answer, '' when there was none. */
export interface HttpFaultParams {
  source_url_invalid: { case: 'unreadable' | 'credentials' | 'host' } | { case: 'protocol'; protocol: string };
  source_url_private: { host: string };
  source_unreachable: { case: 'http'; host: string; cause: UnreachableCause };
  /** `elsewhere`: a redirect led to another origin, which got no credentials. */
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

/** What a request that failed may tell beside that. */
export type HttpFaultContext = {
  /** The URL at fault is not the one that was asked for, but where it redirects to. */
  behindRedirect?: boolean;
  /** How long the server asks to wait, when that is longer than anybody does. */
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

export const inContext = (fault: HttpFault, context: HttpFaultContext): HttpFault => ({
  ...fault,
  params: { ...fault.params, ...context },
});
