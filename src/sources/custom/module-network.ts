import { describeFault } from '../../domain/shared/fault.ts';
import type { HttpContext } from '../../lib/http/context.ts';
import type { HttpFault } from '../../lib/http/fault.ts';
import { sendRequest } from '../../lib/http/request.ts';
import type { WrapperRequest } from './wrapper.ts';
import type { WrapperNetwork } from './wrapper-stream.ts';

/** Thrown into a wrapper, which may catch it; uncaught, its code becomes that of the failed sync. */
class RequestFailed extends Error {
  readonly code: HttpFault['code'];

  constructor(code: HttpFault['code'], message: string) {
    super(message);
    this.code = code;
  }
}

const PUBLIC_HEADERS = new Set(['accept', 'accept-language', 'content-type', 'user-agent']);

// 429 and 5xx are retried; any other answer is passed to the wrapper.
const acceptsStatus = (status: number): boolean => status < 500 && status !== 429;

/** Public addresses only. */
export const moduleNetwork = (http: HttpContext, secrets: Record<string, string>): WrapperNetwork => ({
  async fetch(url, { method = 'GET', headers = {}, body }: WrapperRequest) {
    const sensitive = Object.entries(headers).flatMap(([name, value]) =>
      PUBLIC_HEADERS.has(name.toLowerCase()) ? [] : [value],
    );
    const secretTexts = [...Object.values(secrets), ...sensitive];
    const opened = await sendRequest({ method, url, headers, secretTexts, body, acceptsStatus }, http);
    if (!opened.ok) throw new RequestFailed(opened.fault.code, describeFault(opened.fault));
    if (opened.value.is === 'cancelled') throw new Error('Nobody wants the answer any more.');
    const { response, logExchange } = opened.value;
    return countedResponse(response, logExchange, http.limits.maxBytes);
  },
  sleep: (milliseconds) => http.sleep(milliseconds),
});

/** Logs the response once its body was read, and fails the body when it is truncated or too large. */
function countedResponse(response: Response, logExchange: (bytes: number) => void, maxBytes: number): Response {
  const { status, statusText, headers, body } = response;
  if (!body) {
    logExchange(0);
    return response;
  }
  const declared = headers.has('content-encoding') ? null : headers.get('content-length');
  const reader = body.getReader();
  let bytes = 0;
  const stream = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { value, done } = await reader.read().catch(() => ({ value: undefined, done: null }));
      bytes += value?.length ?? 0;
      const cut = done === null || (done && declared !== null && bytes < Number(declared));
      if (!cut && !done && bytes <= maxBytes) return controller.enqueue(value ?? new Uint8Array(0));
      logExchange(bytes);
      if (!cut && done) return controller.close();
      controller.error(
        cut
          ? new RequestFailed(
              'feed_incomplete',
              `The connection ended after ${bytes} bytes, before the answer was whole.`,
            )
          : new RequestFailed('source_too_large', 'The answer is too large.'),
      );
    },
    async cancel(reason) {
      logExchange(bytes);
      await reader.cancel(reason);
    },
  });
  return new Response(stream, { status, statusText, headers });
}
