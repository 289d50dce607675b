import { fail, ok, type Result } from '../result.ts';
import { parsePublicUrl, redactedUrl } from './address.ts';
import type { HttpContext } from './context.ts';
import { type FailedAttempt, failed, findUnreachableCause, responseFailure, unreachableFailure } from './failure.ts';
import { type HttpFault, httpFault, supplementFault } from './fault.ts';
import { readExcerpt } from './redact.ts';
import { pause, type WaitResult, withTimeout } from './timeout.ts';

export interface HttpRequest {
  method: 'GET' | 'POST';
  url: string;
  /** Sent to the origin of `url` only; after a redirect to another origin only Accept is sent. */
  headers: Record<string, string>;
  /** Redacted in excerpts: a server may quote them. */
  secretTexts: string[];
  /** Of a POST. Not sent to another origin either. */
  body?: string | undefined;
  /** For a status other than 2xx: true makes it an answer, not a fault. */
  acceptsStatus?: (status: number) => boolean;
}

/** Its body has not been read. */
interface ReceivedResponse {
  is: 'answer';
  response: Response;
  /** To be called once the body has been read. */
  logExchange(bytes: number): void;
}
export type RequestOutcome = ReceivedResponse | { is: 'cancelled' };
type Attempt = RequestOutcome | FailedAttempt;

/**
 * Honours Retry-After, retries when the server or the network fails, follows redirects itself. Reading a body is never
 * retried: its bytes have been passed on.
 */
export async function sendRequest(
  request: HttpRequest,
  context: HttpContext,
): Promise<Result<RequestOutcome, HttpFault>> {
  const { limits } = context;
  for (let attempt = 1, waited = 0, lastPause = 0; ; attempt++) {
    const outcome = await followRedirects(request, { attempt, lastPause }, context);
    if (outcome.is !== 'failed') return ok(outcome);
    const { fault, retry } = outcome;
    if (!retry) return fail(fault);
    const counted = { ...fault, details: { ...fault.details, attempts: attempt } };
    if (attempt >= (retry.reason === 'throttled' ? limits.maxThrottledAttempts : limits.maxFailedAttempts))
      return fail(counted);
    // Jitter, so that many tenants of one server do not come back all at once.
    const jitter = Math.random() * limits.initialBackoff * 0.5;
    const wait = (retry.retryAfter ?? limits.initialBackoff * (2 ** (attempt - 1) - 0.5)) + jitter;
    if (waited + wait > limits.maxTotalWait) return fail(supplementFault(counted, { longWait: wait }));
    if (!(await pause(wait, context))) return ok({ is: 'cancelled' });
    waited += wait;
    lastPause = Math.round(wait);
  }
}

interface AttemptNumber {
  attempt: number;
  /** Milliseconds. */
  lastPause: number;
}

async function followRedirects(
  request: HttpRequest,
  { attempt, lastPause }: AttemptNumber,
  context: HttpContext,
): Promise<Attempt> {
  const first = parsePublicUrl(request.url, context.allowPrivateHosts);
  if (!first.ok) return failed(first.fault);
  let url = first.value;
  let { method } = request;
  let { headers, body } = request;
  let leftOrigin = false;
  for (let hop = 0; ; hop++) {
    const attemptNumber = { attempt, lastPause: hop === 0 ? lastPause : 0 };
    const outcome = await sendOnce({ ...request, method, headers, body }, url, attemptNumber, context);
    if (outcome.is !== 'answer') return outcome;
    const { response, logExchange } = outcome;
    if (response.ok) return outcome;
    const location = response.headers.get('location');
    if (response.status < 300 || response.status > 399 || !location) {
      if (request.acceptsStatus?.(response.status)) return outcome;
      const excerpt = await readExcerpt(response, secretsOf(request), context);
      logExchange(excerpt.length);
      return responseFailure(response, excerpt, leftOrigin, url.host);
    }
    await response.body?.cancel().catch(() => {});
    logExchange(0);
    if (hop === context.limits.maxRedirects) {
      const { status } = response;
      return failed(httpFault('source_redirects', { limit: context.limits.maxRedirects }, { status }));
    }
    const target = URL.parse(location, url);
    const next = parsePublicUrl(target?.href ?? location, context.allowPrivateHosts);
    if (!next.ok) return failed(supplementFault(next.fault, { behindRedirect: true }));
    if (next.value.origin !== url.origin) {
      leftOrigin = true;
      const accept = headers.accept;
      headers = accept === undefined ? {} : { accept };
      body = undefined;
    }
    if (body === undefined || (response.status !== 307 && response.status !== 308)) method = 'GET';
    if (method === 'GET') body = undefined;
    url = next.value;
  }
}

async function sendOnce(
  request: HttpRequest,
  url: URL,
  { attempt, lastPause }: AttemptNumber,
  context: HttpContext,
): Promise<Attempt> {
  const { method, headers, body } = request;
  const began = Date.now();
  const exchangeLogger = (status: number | null) => (bytes: number) =>
    context.log({
      method,
      url: redactedUrl(url),
      status,
      milliseconds: Date.now() - began,
      bytes,
      attempt,
      waited: lastPause,
      count: 1,
    });
  const abort = new AbortController();
  const { fetch } = context;
  let outcome: WaitResult<Response> | null = null;
  try {
    const sent = fetch(url.href, { method, headers, body, redirect: 'manual', signal: abort.signal });
    outcome = await withTimeout(sent, context.limits.firstByteTimeout, context);
  } finally {
    if (outcome?.is !== 'done') {
      abort.abort();
      exchangeLogger(null)(0);
    }
  }
  switch (outcome.is) {
    case 'done':
      return { is: 'answer', response: outcome.value, logExchange: exchangeLogger(outcome.value.status) };
    case 'failed':
      return unreachableFailure(url.host, await findUnreachableCause(outcome.error, url, context));
    case 'stalled': {
      const params = { case: 'no_response', host: url.host, timeout: context.limits.firstByteTimeout } as const;
      return failed(httpFault('source_stalled', params, { host: url.host }));
    }
    case 'cancelled':
      return outcome;
  }
}

/** Every query value counts as secret: URLs of reports carry keys and names. */
function secretsOf(request: HttpRequest): string[] {
  const values = [...(URL.parse(request.url)?.searchParams.values() ?? [])].filter((value) => value.length >= 5);
  return [...request.secretTexts, ...values, ...values.map(encodeURIComponent)];
}
