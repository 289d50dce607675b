import type { WrapperExchange, WrapperNetwork } from '../../../src/sources/custom/wrapper-stream.ts';

const MAX_ATTEMPTS = 4;
const MAX_WAIT = 60_000;

const sleep = (milliseconds: number): Promise<void> => new Promise((done) => setTimeout(done, milliseconds));

/** For the log: without query values. */
function redactedUrl(url: string): string {
  const { origin, pathname, searchParams } = new URL(url);
  const names = [...new Set(searchParams.keys())].map((name) => `${encodeURIComponent(name)}=…`);
  return `${origin}${pathname}${names.length > 0 ? `?${names.join('&')}` : ''}`;
}

/** @returns milliseconds to wait, or null without a valid Retry-After header */
function retryAfter(response: Response | null): number | null {
  const header = response?.headers.get('retry-after');
  if (!header) return null;
  const wait = /^\d+$/.test(header) ? Number(header) * 1000 : Date.parse(header) - Date.now();
  return Number.isNaN(wait) ? null : Math.max(0, wait);
}

/** @param send the global `fetch`, or that of a binding (client certificate, private network) */
export const createNetwork = (send: typeof fetch): WrapperNetwork => ({
  async fetch(url, { method = 'GET', headers = {}, body }, log) {
    for (let attempt = 1; ; attempt++) {
      const startedAt = Date.now();
      const exchange = (status: number | null, bytes: number): WrapperExchange => ({
        method,
        url: redactedUrl(url),
        status,
        milliseconds: Date.now() - startedAt,
        bytes,
        attempt,
      });
      // Following a redirect would send the signed headers to another host.
      const response = await send(url, { method, headers, body, redirect: 'manual' }).catch(() => null);
      const retry = response === null || response.status === 429 || response.status >= 500;
      if (!retry) {
        const bytes = new Uint8Array(await response.arrayBuffer());
        log(exchange(response.status, bytes.length));
        const { status, statusText } = response;
        const empty = status === 204 || status === 304;
        return new Response(empty ? null : bytes, { status, statusText, headers: response.headers });
      }
      const excerpt = response ? (await response.text()).slice(0, 200) : 'it could not be reached';
      log(exchange(response?.status ?? null, excerpt.length));
      const wait = retryAfter(response) ?? 1000 * 2 ** (attempt - 1);
      if (attempt === MAX_ATTEMPTS || wait > MAX_WAIT)
        throw Object.assign(new Error(`${new URL(url).host} did not answer: ${excerpt}`), { code: codeOf(response) });
      await sleep(wait);
    }
  },
  sleep,
});

const codeOf = (response: Response | null): string => {
  if (!response) return 'source_unreachable';
  return response.status === 429 ? 'source_rate_limited' : 'source_answered_error';
};
