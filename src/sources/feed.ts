import { describeFault, type Fault, fault, reworded, sayingNobodyChanged } from '../domain/shared/fault.ts';
import { readBody } from '../lib/http/body.ts';
import { HTTP_LIMITS, type HttpContext } from '../lib/http/context.ts';
import type { HttpRequest } from '../lib/http/request.ts';
import { valueAt } from '../lib/json-split/json-splitter.ts';
import { fail, ok, type Result } from '../lib/result.ts';
import { type Authorizer, sendAuthorized } from './authorizer.ts';
import { PageRepeats } from './page-repeats.ts';
import { createRecordReader, type FeedFormat } from './record-reader.ts';
import type { FeedEnd, RecordSink, SourceContext } from './source.ts';

/** Where the people of a source are. */
export interface Feed {
  request: HttpRequest;
  authorizer: Authorizer;
  format: FeedFormat;
  /** Where the source says how many records it has: dotted keys, or `header:` and the name of a header. */
  total: string | null;
  /** What to do when the answer is XML. */
  xmlHint: string;
  /** Asks for the rest, where it does not all come in one answer. */
  pager: Paginator | null;
}

export interface Paginator {
  /** Pages at most. */
  most: number;
  /** @returns what to ask for behind a page; null: it was the last. */
  next(page: FeedPage): Result<{ url: string; body?: string | undefined } | null, Fault>;
  /** Why the last page may not have been the last, in a sentence; null when nothing speaks for that. */
  readonly doubt: string | null;
}

export const httpContextOf = (context: SourceContext, alive: () => Promise<boolean>): HttpContext => ({
  fetch: context.fetch,
  allowPrivateHosts: context.allowPrivateHosts,
  log: (exchange) => context.log(exchange),
  sleep: (milliseconds) => context.sleep(milliseconds),
  opens: context.opens,
  alive,
  limits: { ...HTTP_LIMITS, ...context.limits },
});

/** One answer, read to its end. */
export interface FeedPage {
  /** As it was asked for. */
  url: string;
  records: number;
  envelope: unknown;
  headers: Headers;
}

const feedFault = (code: 'feed_empty' | 'paging_broken' | 'paging_limit' | 'source_too_large', message: string) =>
  fail(sayingNobodyChanged(fault(code, `${message} Nobody was changed.`)));

/** Streams the records of a feed into the sink, page after page; see `PullSource.people`. */
export async function streamFeed(
  feed: Feed,
  sink: RecordSink,
  context: SourceContext,
): Promise<Result<FeedEnd, Fault>> {
  const world = httpContextOf(context, () => sink.ready());
  const seen = feed.pager && new PageRepeats();
  let { request } = feed;
  seen?.ask(request.url, request.body);
  for (let number = 1, records = 0, bytes = 0; ; number++) {
    const read = await readPage(feed, request, number, { world, sink, seen });
    if (!read.ok) return read;
    const { page } = read.value;
    records += read.value.records;
    bytes += read.value.bytes;
    if (!page) return ok({ records, bytes, cancelled: true });
    if (number === 1) announceSize(feed, page, sink);
    if (seen && !seen.finish(page.records))
      return feedFault('paging_broken', `Page ${number} has the same people as an earlier one. ${CHECK_PAGING}`);
    if (bytes > world.limits.bytes)
      return feedFault(
        'source_too_large',
        `All pages together are larger than ${Math.round(world.limits.bytes / 1e6)} MB.`,
      );
    const next = feed.pager ? feed.pager.next(page) : ok(null);
    if (!next.ok) return next;
    const { url, body = undefined } = next.value ?? {};
    const again = url !== undefined && seen && !seen.ask(url, body);
    // The same cursor behind an empty page leads nowhere else.
    if (again && page.records > 0)
      return feedFault('paging_broken', `Page ${number + 1} is asked for like an earlier one. ${CHECK_PAGING}`);
    if (url === undefined || again) return endOfFeed(feed, page, records, bytes);
    if (feed.pager && number >= feed.pager.most)
      return feedFault(
        'paging_limit',
        `The data source has more than ${number} pages. Ask for larger ones, or raise the limit.`,
      );
    request = { ...request, url, body };
    if (!(await sink.ready())) return ok({ records, bytes, cancelled: true });
  }
}

const CHECK_PAGING = 'The data source does not heed how the next page is asked for: check the paging.';

function endOfFeed(feed: Feed, page: FeedPage, records: number, bytes: number): Result<FeedEnd, Fault> {
  if (records === 0) return feedFault('feed_empty', 'The data source answered with an empty list of people.');
  const { total } = feed;
  const doubt = feed.pager?.doubt ?? null;
  const short = total === null ? null : totalFault(declaredTotal(feed, page), total, records);
  if (short && doubt !== null) {
    // The doubt comes last: whoever wants the last word on what was changed says it again behind that.
    const { saysNobodyChanged: _, ...rest } = short;
    return fail(reworded(rest, `${describeFault(short)} ${doubt}`));
  }
  if (short) return fail(short);
  return ok({ records, bytes, cancelled: false, doubt });
}

/** The total that the source declares, or what stands there instead. */
function declaredTotal({ total }: Feed, { envelope, headers }: Pick<FeedPage, 'envelope' | 'headers'>): unknown {
  const value = total === null ? null : valueAtPlace(total, envelope, headers);
  return typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value;
}

function announceSize(feed: Feed, page: FeedPage, sink: RecordSink): void {
  const total = declaredTotal(feed, page);
  if (typeof total === 'number') sink.expects?.({ records: total });
  if (feed.pager) sink.expects?.({ page: page.records });
}

interface PageContext {
  world: HttpContext;
  sink: RecordSink;
  seen: PageRepeats | null;
}

/** @returns no page when nobody wants it any more. */
async function readPage(
  feed: Feed,
  request: HttpRequest,
  number: number,
  { world, sink, seen }: PageContext,
): Promise<Result<{ page: FeedPage | null; records: number; bytes: number }, Fault>> {
  const opened = await sendAuthorized(request, feed.authorizer, world);
  if (!opened.ok) return fail(opened.fault);
  let records = 0;
  let bytes = 0;
  if (opened.value.is === 'unwanted') return ok({ page: null, records, bytes });
  const { response, finished } = opened.value;
  const length = Number(response.headers.get('content-length') ?? Number.NaN);
  // Behind a Content-Encoding the length counts other bytes; one page says nothing of the others.
  if (length > 0 && !feed.pager && !response.headers.has('content-encoding')) sink.expects?.({ bytes: length });
  const count: RecordSink['record'] = (block, start, end) => {
    records++;
    seen?.record(block, start, end);
    sink.record(block, start, end);
  };
  const reader = createRecordReader(feed.format, count, feed.xmlHint);
  try {
    const read = await readBody(response, world, (block) => {
      bytes += block.length;
      return reader.push(block);
    });
    if (!read.ok) return fail(read.fault);
    if (read.value.end === 'unwanted') return ok({ page: null, records, bytes });
  } finally {
    finished(bytes);
  }
  // Behind the last page there may be nothing to say; an empty page of NDJSON has no bytes.
  const nothing = number > 1 && bytes === 0 && (response.status === 204 || feed.format.type === 'ndjson');
  const end = nothing ? ok({ records, envelope: null }) : reader.end();
  if (!end.ok) return number === 1 ? end : fail(reworded(end.fault, `On page ${number}: ${describeFault(end.fault)}`));
  const { envelope } = end.value;
  return ok({ page: { url: request.url, records, envelope, headers: response.headers }, records, bytes });
}

const HEADER = 'header:';

/** What an answer says beside its records. @param place dotted keys, or `header:` and the name of a header. */
export const valueAtPlace = (place: string, envelope: unknown, headers: Headers): unknown =>
  place.startsWith(HEADER) ? headers.get(place.slice(HEADER.length)) : valueAt(envelope, place);

function totalFault(declared: unknown, total: string, records: number): Fault | null {
  if (typeof declared !== 'number')
    return fault(
      'feed_incomplete',
      `The data source gives no number at “${total}”, so nobody can tell whether all people came. Correct the path to the total, or remove it.`,
    );
  if (declared <= records) return null;
  return sayingNobodyChanged(
    fault(
      'feed_incomplete',
      `The data source says that it has ${declared} people, but delivered ${records}. Nobody was changed.`,
      { declared, records },
    ),
  );
}
