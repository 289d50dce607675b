/** Why an exchange over HTTP came to nothing; plain data, in words that a person can act on. */
export interface HttpFault {
  code:
    | 'source_url_invalid'
    | 'source_url_private'
    | 'source_unreachable'
    | 'source_refused_credentials'
    | 'source_answered_error'
    | 'source_rate_limited'
    | 'source_redirects'
    | 'source_stalled'
    | 'source_too_large'
    | 'feed_incomplete';
  params: { text: string };
  details?: { status?: number; attempts?: number; bytes?: number; host?: string; why?: string };
}

export const httpFault = (code: HttpFault['code'], text: string, details?: HttpFault['details']): HttpFault =>
  details ? { code, params: { text }, details } : { code, params: { text } };
