import { type Fault, fault } from '../domain/fault.ts';
import { readBody } from '../lib/http/body.ts';
import { type HttpRequest, openAnswer } from '../lib/http/open.ts';
import { HTTP_LIMITS, type HttpWorld } from '../lib/http/world.ts';
import { JsonSplitter, type SplitFault, valueAt } from '../lib/json-split.ts';
import { fail, ok, type Result } from '../lib/result.ts';
import type { FeedEnd, RecordSink, SourceContext } from './source.ts';

/** Where the people of a source are, inside one JSON document. */
export interface Feed {
  request: HttpRequest;
  /** Dotted keys to the array of records, `''` for a root array. */
  records: string;
  /** Dotted keys to the number of records that the source says it has. */
  total: string | null;
  /** What to do when the answer is XML. */
  xmlHint: string;
}

export const worldOf = (context: SourceContext, alive: () => Promise<boolean>): HttpWorld => ({
  fetch: context.fetch,
  allowPrivateHosts: context.allowPrivateHosts,
  log: (exchange) => context.log(exchange),
  sleep: (milliseconds) => context.sleep(milliseconds),
  alive,
  limits: { ...HTTP_LIMITS, ...context.limits },
});

/** The splitter's fault, with what an admin can do about an answer that is no JSON. */
export function asFault({ code, message, details }: SplitFault, xmlHint: string): Fault {
  const { keys, offset, looks_like: looksLike } = details;
  if (looksLike === 'xml') return fault('source_xml', `The data source answered with XML instead of JSON. ${xmlHint}`);
  if (looksLike === 'html')
    return fault(
      'source_not_json',
      'The data source answered with a web page (HTML) instead of JSON, perhaps its sign-in page. Check the URL and the credentials.',
    );
  return fault(code, message, { offset, ...(keys && { keys }) });
}

/** Streams the records of a feed into the sink; see `PullSource.people`. */
export async function streamFeed(
  feed: Feed,
  sink: RecordSink,
  context: SourceContext,
): Promise<Result<FeedEnd, Fault>> {
  const world = worldOf(context, () => sink.ready());
  const opened = await openAnswer(feed.request, world);
  if (!opened.ok) return fail(opened.fault);
  if (opened.value.is === 'unwanted') return ok({ records: 0, bytes: 0, cancelled: true });
  const { response, finished } = opened.value;
  let records = 0;
  let bytes = 0;
  const splitter = new JsonSplitter(feed.records, (block, start, end) => {
    records++;
    sink.record(block, start, end);
  });
  try {
    const read = await readBody(response, world, (block) => {
      bytes += block.length;
      return splitter.push(block);
    });
    if (!read.ok) return fail(read.fault);
    if (read.value.end === 'unwanted') return ok({ records, bytes, cancelled: true });
  } finally {
    finished(bytes);
  }
  const end = splitter.end();
  if (!end.ok) return fail(asFault(end.fault, feed.xmlHint));
  if (records === 0)
    return fail(fault('feed_empty', 'The data source answered with an empty list of people. Nobody was changed.'));
  const short = feed.total === null ? null : missing(end.value.envelope, feed.total, records);
  return short ? fail(short) : ok({ records, bytes, cancelled: false });
}

function missing(envelope: unknown, total: string, records: number): Fault | null {
  const value = valueAt(envelope, total);
  const declared = typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value;
  if (typeof declared !== 'number')
    return fault(
      'feed_incomplete',
      `The data source gives no number at “${total}”, so nobody can tell whether all people came. Correct the path to the total, or remove it.`,
    );
  if (declared <= records) return null;
  return fault(
    'feed_incomplete',
    `The data source says that it has ${declared} people, but delivered ${records}. Nobody was changed.`,
    { declared, records },
  );
}
