import { fail, ok, type Result } from '../result.ts';
import { parsePublicUrl, redactedUrl } from './address.ts';
import type { HttpContext, HttpFault } from './context.ts';
import {
  type FailedAttempt,
  finalFailure,
  findUnreachableCause,
  noResponseFailure,
  redirectFailure,
  responseFailure,
  unreachableFailure,
} from './failure.ts';
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
  takes?: (status: number) => boolean;
}

/** An answer of status 2xx (or one that the request takes) whose body has not been read. */
export interface ReceivedResponse {
  is: 'answer';
  response: Response;
  /** Writes the exchange to the log, once the body has been read. */
  finished(bytes: number): void;
}
export type RequestOutcome = ReceivedResponse | { is: 'unwanted' };
type Attempt = RequestOutcome | FailedAttempt;

/**
 * Sends a request until it is answered with success or patience ends: waits when asked to, tries again when the server
 * or the network fails, follows redirects by hand. The body is never retried: what was read of it is out of the house.
 */
export async function sendRequest(
  request: HttpRequest,
  world: HttpContext,
): Promise<Result<RequestOutcome, HttpFault>> {
  const { limits } = world;
  for (let attempt = 1, waited = 0, rested = 0; ; attempt++) {
    const outcome = await followRedirects(request, { attempt, rested }, world);
    if (outcome.is !== 'failed') return ok(outcome);
    const { fault, again } = outcome;
    const details = { ...fault.details, attempts: attempt };
    if (!again) return fail(fault);
    if (attempt >= (again.why === 'asked' ? limits.attempts : limits.failures)) return fail({ ...fault, details });
    // Jitter, so that many tenants of one server do not come back all at once.
    const jitter = Math.random() * limits.backoff * 0.5;
    const wait = (again.after ?? limits.backoff * (2 ** (attempt - 1) - 0.5)) + jitter;
    if (waited + wait > limits.wait) {
      const text = `${fault.params.text} It asks to wait ${Math.round(wait / 1000)} seconds, longer than a sync waits.`;
      return fail({ ...fault, params: { text }, details });
    }
    if (!(await pause(wait, world))) return ok({ is: 'unwanted' });
    waited += wait;
    rested = Math.round(wait);
  }
}

/** Which attempt this is, and how long was rested before it. */
interface AttemptNumber {
  attempt: number;
  rested: number;
}

async function followRedirects(
  request: HttpRequest,
  { attempt, rested }: AttemptNumber,
  world: HttpContext,
): Promise<Attempt> {
  const first = parsePublicUrl(request.url, world.allowPrivateHosts);
  if (!first.ok) return finalFailure(first.fault);
  let url = first.value;
  let { method } = request;
  let { headers, body } = request;
  let elsewhere = false;
  for (let hop = 0; ; hop++) {
    const turn = { attempt, rested: hop === 0 ? rested : 0 };
    const answer = await sendOnce({ ...request, method, headers, body }, url, turn, world);
    if (answer.is !== 'answer') return answer;
    const { response, finished } = answer;
    if (response.ok) return answer;
    const location = response.headers.get('location');
    if (response.status < 300 || response.status > 399 || !location) {
      if (request.takes?.(response.status)) return answer;
      const words = await readExcerpt(response, secretsOf(request), world);
      finished(words.length);
      return responseFailure(response, words, elsewhere, url.host);
    }
    await response.body?.cancel().catch(() => {});
    finished(0);
    if (hop === world.limits.redirects) {
      const message = `The data source redirected more than ${world.limits.redirects} times. Enter the final URL.`;
      return redirectFailure(message, response.status);
    }
    const target = URL.parse(location, url);
    const next = parsePublicUrl(target?.href ?? location, world.allowPrivateHosts);
    if (!next.ok) {
      const text = `The data source redirects to a place where we do not go. ${next.fault.params.text}`;
      return finalFailure({ ...next.fault, params: { text } });
    }
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
  { attempt, rested }: AttemptNumber,
  world: HttpContext,
): Promise<Attempt> {
  const { method, headers, body } = request;
  const began = Date.now();
  const finish = (status: number | null) => (bytes: number) =>
    world.log({
      method,
      url: redactedUrl(url),
      status,
      milliseconds: Date.now() - began,
      bytes,
      attempt,
      waited: rested,
      count: 1,
    });
  const abort = new AbortController();
  const { fetch } = world;
  let arrived: WaitResult<Response> | null = null;
  try {
    const asked = fetch(url.href, { method, headers, body, redirect: 'manual', signal: abort.signal });
    arrived = await withTimeout(asked, world.limits.first, world);
  } finally {
    if (arrived?.is !== 'here') {
      abort.abort();
      finish(null)(0);
    }
  }
  switch (arrived.is) {
    case 'here':
      return { is: 'answer', response: arrived.value, finished: finish(arrived.value.status) };
    case 'broke':
      return unreachableFailure(url.host, await findUnreachableCause(arrived.error, url, world));
    case 'stalled':
      return noResponseFailure(url.host, world.limits.first);
    case 'unwanted':
      return arrived;
  }
}

/** The request's own secrets, and every query value: addresses of reports carry keys and names. */
function secretsOf(request: HttpRequest): string[] {
  const values = [...(URL.parse(request.url)?.searchParams.values() ?? [])].filter((value) => value.length >= 5);
  return [...request.hidden, ...values, ...values.map(encodeURIComponent)];
}
