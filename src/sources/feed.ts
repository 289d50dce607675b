import { type Fault, fault } from '../domain/shared/fault.ts';
import { describePagingDoubt } from '../domain/shared/fault-sentences/source-context.ts';
import type { XmlHint } from '../domain/shared/fault-sentences/source-feed.ts';
import { readBody } from '../lib/http/body.ts';
import { HTTP_LIMITS, type HttpContext } from '../lib/http/context.ts';
import type { HttpRequest } from '../lib/http/request.ts';
import { valueAt } from '../lib/json.ts';
import { fail, ok, type Result } from '../lib/result.ts';
import { type Authorizer, sendAuthorized } from './authorizer.ts';
import { RepeatDetector } from './page-repeats.ts';
import { createRecordReader, type FeedFormat } from './record-reader.ts';
import type { FeedEnd, RecordSink, SourceContext } from './source.ts';

export interface Feed {
  request: HttpRequest;
  authorizer: Authorizer;
  format: FeedFormat;
  /** See `valueAtPlace`; null when the source declares none. */
  total: string | null;
  xmlHint: XmlHint;
  paginator: Paginator | null;
}

export interface Paginator {
  maxPages: number;
  /** @returns null after the last page */
  next(page: FeedPage): Result<{ url: string; body?: string | undefined } | null, Fault>;
  /** Set when the first page has nothing at the path to the next one, though it may not be the last. */
  readonly doubt: PagingDoubt | null;
}

export interface PagingDoubt {
  path: string;
  /** Dotted paths that the envelope has. */
  places: string[];
}

export const httpContextOf = (context: SourceContext, shouldContinue: () => Promise<boolean>): HttpContext => ({
  fetch: context.fetch,
  allowPrivateHosts: context.allowPrivateHosts,
  log: (exchange) => context.log(exchange),
  sleep: (milliseconds) => context.sleep(milliseconds),
  canConnect: context.canConnect,
  shouldContinue: shouldContinue,
  limits: { ...HTTP_LIMITS, ...context.limits },
});

export interface FeedPage {
  /** Of the request, before redirects. */
  url: string;
  records: number;
  envelope: unknown;
  headers: Headers;
}

/** See `PullSource.people`. */
export async function streamFeed(
  feed: Feed,
  sink: RecordSink,
  context: SourceContext,
): Promise<Result<FeedEnd, Fault>> {
  const http = httpContextOf(context, () => sink.ready());
  const repeats = feed.paginator && new RepeatDetector();
  let { request } = feed;
  repeats?.addRequest(request.url, request.body);
  for (let number = 1, records = 0, bytes = 0; ; number++) {
    const read = await readPage(feed, request, number, { http, sink, repeats });
    if (!read.ok) return read;
    const { page } = read.value;
    records += read.value.records;
    bytes += read.value.bytes;
    if (!page) return ok({ records, bytes, cancelled: true });
    if (number === 1) announceSize(feed, page, sink);
    if (repeats && !repeats.finishPage(page.records))
      return fail(fault('paging_broken', { case: 'same_people', page: number }));
    if (bytes > http.limits.maxBytes)
      return fail(fault('source_too_large', { case: 'pages', limit: http.limits.maxBytes }));
    const next = feed.paginator ? feed.paginator.next(page) : ok(null);
    if (!next.ok) return next;
    const { url, body = undefined } = next.value ?? {};
    const repeated = url !== undefined && repeats && !repeats.addRequest(url, body);
    // An empty page with the same cursor is the end of the feed.
    if (repeated && page.records > 0) return fail(fault('paging_broken', { case: 'same_request', next: number + 1 }));
    if (url === undefined || repeated) return endOfFeed(feed, page, records, bytes);
    if (feed.paginator && number >= feed.paginator.maxPages) return fail(fault('paging_limit', { pages: number }));
    request = { ...request, url, body };
    if (!(await sink.ready())) return ok({ records, bytes, cancelled: true });
  }
}

function endOfFeed(feed: Feed, page: FeedPage, records: number, bytes: number): Result<FeedEnd, Fault> {
  if (records === 0) return fail(fault('feed_empty', { case: 'answer' }));
  const doubt = feed.paginator?.doubt ?? null;
  const shortfall = feed.total === null ? null : totalFault(declaredTotal(feed, page), feed.total, records);
  if (shortfall) return fail(doubt === null ? shortfall : withDoubt(shortfall, doubt));
  return ok({ records, bytes, cancelled: false, doubt: doubt && describePagingDoubt(doubt) });
}

const withDoubt = (shortfall: Fault, { path, places }: PagingDoubt): Fault => ({
  ...shortfall,
  params: { ...shortfall.params, doubtPath: path, doubtPlaces: places },
});

/** @returns a number, or whatever else is at the place of the total */
function declaredTotal({ total }: Feed, { envelope, headers }: Pick<FeedPage, 'envelope' | 'headers'>): unknown {
  const value = total === null ? null : valueAtPlace(total, envelope, headers);
  return typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value;
}

function announceSize(feed: Feed, page: FeedPage, sink: RecordSink): void {
  const total = declaredTotal(feed, page);
  if (typeof total === 'number') sink.expectSize?.({ records: total });
  if (feed.paginator) sink.expectSize?.({ page: page.records });
}

interface PageContext {
  http: HttpContext;
  sink: RecordSink;
  repeats: RepeatDetector | null;
}

/** @returns no page when the sink stopped the feed */
async function readPage(
  feed: Feed,
  request: HttpRequest,
  number: number,
  { http, sink, repeats }: PageContext,
): Promise<Result<{ page: FeedPage | null; records: number; bytes: number }, Fault>> {
  const opened = await sendAuthorized(request, feed.authorizer, http);
  if (!opened.ok) return fail(opened.fault);
  let records = 0;
  let bytes = 0;
  if (opened.value.is === 'cancelled') return ok({ page: null, records, bytes });
  const { response, logExchange } = opened.value;
  const length = Number(response.headers.get('content-length') ?? Number.NaN);
  // With a Content-Encoding the length counts other bytes; and one page does not tell the size of the others.
  if (length > 0 && !feed.paginator && !response.headers.has('content-encoding')) sink.expectSize?.({ bytes: length });
  const countRecord: RecordSink['record'] = (block, start, end) => {
    records++;
    repeats?.addRecord(block, start, end);
    sink.record(block, start, end);
  };
  const reader = createRecordReader(feed.format, countRecord, feed.xmlHint);
  try {
    const read = await readBody(response, http, (block) => {
      bytes += block.length;
      return reader.push(block);
    });
    if (!read.ok) return fail(read.fault);
    if (read.value.end === 'cancelled') return ok({ page: null, records, bytes });
  } finally {
    logExchange(bytes);
  }
  // The page after the last may be 204; an empty page of NDJSON has no bytes.
  const isEmptyPage = number > 1 && bytes === 0 && (response.status === 204 || feed.format.type === 'ndjson');
  const end = isEmptyPage ? ok({ records, envelope: null }) : reader.end();
  if (!end.ok) return number === 1 ? end : fail(withPageNumber(end.fault, number));
  const { envelope } = end.value;
  return ok({ page: { url: request.url, records, envelope, headers: response.headers }, records, bytes });
}

const withPageNumber = (broken: Fault, page: number): Fault => ({
  ...broken,
  params: { ...broken.params, onPage: page },
});

const HEADER = 'header:';

/** @param place dotted keys into the envelope, or `header:` and the name of a header */
export const valueAtPlace = (place: string, envelope: unknown, headers: Headers): unknown =>
  place.startsWith(HEADER) ? headers.get(place.slice(HEADER.length)) : valueAt(envelope, place);

function totalFault(declared: unknown, total: string, records: number): Fault | null {
  if (typeof declared !== 'number') return fault('feed_incomplete', { case: 'no_total', total });
  if (declared <= records) return null;
  return fault('feed_incomplete', { case: 'fewer', declared, records }, { declared, records });
}
