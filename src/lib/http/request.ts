import { fail, ok, type Result } from '../result.ts';
import { parsePublicUrl, redactedUrl } from './address.ts';
import type { HttpContext } from './context.ts';
import { type FailedAttempt, failed, findUnreachableCause, responseFailure, unreachableFailure } from './failure.ts';
import { type HttpFault, httpFault, inContext } from './fault.ts';
import { readExcerpt } from './redact.ts';
import { pause, type WaitResult, withTimeout } from './timeout.ts';

export interface HttpRequest {
  method: 'GET' | 'POST';
  url: string;
  /** All of them go to the origin of `url` only; behind a redirect to another one, none but Accept does. */
  headers: Record<string, string>;
  /** Texts that no message may show, should the server quote them. */
  hidden: string[];
  /** Of a POST. It goes where the headers go, and no further. */
  body?: string | undefined;
  /** Statuses beside 2xx that are answers too, not faults. */
  accepts?: (status: number) => boolean;
}

/** An answer of status 2xx (or one that the request accepts) whose body has not been read. */
interface ReceivedResponse {
  is: 'answer';
  response: Response;
  /** Writes the exchange to the log, once the body has been read. */
  finished(bytes: number): void;
}
export type RequestOutcome = ReceivedResponse | { is: 'cancelled' };
type Attempt = RequestOutcome | FailedAttempt;

/**
 * Sends a request until it is answered with success or the limits are reached: waits when asked to, tries again when the server
 * or the network fails, follows redirects by hand. A body is never retried: what was read of it has been handed on.
 */
export async function sendRequest(
  request: HttpRequest,
  context: HttpContext,
): Promise<Result<RequestOutcome, HttpFault>> {
  const { limits } = context;
  for (let attempt = 1, waited = 0, paused = 0; ; attempt++) {
    const outcome = await followRedirects(request, { attempt, paused }, context);
    if (outcome.is !== 'failed') return ok(outcome);
    const { fault, retry } = outcome;
    if (!retry) return fail(fault);
    const counted = { ...fault, details: { ...fault.details, attempts: attempt } };
    if (attempt >= (retry.why === 'throttled' ? limits.attempts : limits.failures)) return fail(counted);
    // Jitter, so that many tenants of one server do not come back all at once.
    const jitter = Math.random() * limits.backoff * 0.5;
    const wait = (retry.after ?? limits.backoff * (2 ** (attempt - 1) - 0.5)) + jitter;
    if (waited + wait > limits.wait) return fail(inContext(counted, { longWait: wait }));
    if (!(await pause(wait, context))) return ok({ is: 'cancelled' });
    waited += wait;
    paused = Math.round(wait);
  }
}

/** Which attempt this is, and the pause before it in milliseconds. */
interface AttemptNumber {
  attempt: number;
  paused: number;
}

async function followRedirects(
  request: HttpRequest,
  { attempt, paused }: AttemptNumber,
  context: HttpContext,
): Promise<Attempt> {
  const first = parsePublicUrl(request.url, context.allowPrivateHosts);
  if (!first.ok) return failed(first.fault);
  let url = first.value;
  let { method } = request;
  let { headers, body } = request;
  let elsewhere = false;
  for (let hop = 0; ; hop++) {
    const turn = { attempt, paused: hop === 0 ? paused : 0 };
    const answer = await sendOnce({ ...request, method, headers, body }, url, turn, context);
    if (answer.is !== 'answer') return answer;
    const { response, finished } = answer;
    if (response.ok) return answer;
    const location = response.headers.get('location');
    if (response.status < 300 || response.status > 399 || !location) {
      if (request.accepts?.(response.status)) return answer;
      const excerpt = await readExcerpt(response, secretsOf(request), context);
      finished(excerpt.length);
      return responseFailure(response, excerpt, elsewhere, url.host);
    }
    await response.body?.cancel().catch(() => {});
    finished(0);
    if (hop === context.limits.redirects) {
      const { status } = response;
      return failed(httpFault('source_redirects', { limit: context.limits.redirects }, { status }));
    }
    const target = URL.parse(location, url);
    const next = parsePublicUrl(target?.href ?? location, context.allowPrivateHosts);
    if (!next.ok) return failed(inContext(next.fault, { behindRedirect: true }));
    if (next.value.origin !== url.origin) {
      elsewhere = true;
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
  { attempt, paused }: AttemptNumber,
  context: HttpContext,
): Promise<Attempt> {
  const { method, headers, body } = request;
  const began = Date.now();
  const finish = (status: number | null) => (bytes: number) =>
    context.log({
      method,
      url: redactedUrl(url),
      status,
      milliseconds: Date.now() - began,
      bytes,
      attempt,
      waited: paused,
      count: 1,
    });
  const abort = new AbortController();
  const { fetch } = context;
  let outcome: WaitResult<Response> | null = null;
  try {
    const sent = fetch(url.href, { method, headers, body, redirect: 'manual', signal: abort.signal });
    outcome = await withTimeout(sent, context.limits.first, context);
  } finally {
    if (outcome?.is !== 'done') {
      abort.abort();
      finish(null)(0);
    }
  }
  switch (outcome.is) {
    case 'done':
      return { is: 'answer', response: outcome.value, finished: finish(outcome.value.status) };
    case 'failed':
      return unreachableFailure(url.host, await findUnreachableCause(outcome.error, url, context));
    case 'stalled': {
      const params = { case: 'no_response', host: url.host, timeout: context.limits.first } as const;
      return failed(httpFault('source_stalled', params, { host: url.host }));
    }
    case 'cancelled':
      return outcome;
  }
}

/** The request's own secrets, and every query value: addresses of reports carry keys and names. */
function secretsOf(request: HttpRequest): string[] {
  const values = [...(URL.parse(request.url)?.searchParams.values() ?? [])].filter((value) => value.length >= 5);
  return [...request.hidden, ...values, ...values.map(encodeURIComponent)];
}
