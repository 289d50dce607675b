import { type Fault, fault } from '../domain/fault.ts';
import { readBody } from '../lib/http/body.ts';
import type { HttpRequest } from '../lib/http/open.ts';
import { HTTP_LIMITS, type HttpWorld } from '../lib/http/world.ts';
import { valueAt } from '../lib/json-split.ts';
import { fail, ok, type Result } from '../lib/result.ts';
import { ask } from './ask.ts';
import type { Authorizer } from './authorizer.ts';
import { type Format, readerOf } from './reader.ts';
import type { FeedEnd, RecordSink, SourceContext } from './source.ts';

/** Where the people of a source are. */
export interface Feed {
  request: HttpRequest;
  authorizer: Authorizer;
  format: Format;
  /** Where the source says how many records it has: dotted keys, or `header:` and the name of a header. */
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

/** Streams the records of a feed into the sink; see `PullSource.people`. */
export async function streamFeed(
  feed: Feed,
  sink: RecordSink,
  context: SourceContext,
): Promise<Result<FeedEnd, Fault>> {
  const world = worldOf(context, () => sink.ready());
  const opened = await ask(feed.request, feed.authorizer, world);
  if (!opened.ok) return fail(opened.fault);
  if (opened.value.is === 'unwanted') return ok({ records: 0, bytes: 0, cancelled: true });
  const { response, finished } = opened.value;
  let records = 0;
  let bytes = 0;
  const count: RecordSink['record'] = (block, start, end) => {
    records++;
    sink.record(block, start, end);
  };
  const reader = readerOf(feed.format, count, feed.xmlHint);
  try {
    const read = await readBody(response, world, (block) => {
      bytes += block.length;
      return reader.push(block);
    });
    if (!read.ok) return fail(read.fault);
    if (read.value.end === 'unwanted') return ok({ records, bytes, cancelled: true });
  } finally {
    finished(bytes);
  }
  const end = reader.end();
  if (!end.ok) return end;
  if (records === 0)
    return fail(fault('feed_empty', 'The data source answered with an empty list of people. Nobody was changed.'));
  const short =
    feed.total === null ? null : missing(told(feed.total, end.value.envelope, response.headers), feed.total, records);
  return short ? fail(short) : ok({ records, bytes, cancelled: false });
}

const HEADER = 'header:';

/** What an answer says beside its records. @param place dotted keys, or `header:` and the name of a header. */
export const told = (place: string, envelope: unknown, headers: Headers): unknown =>
  place.startsWith(HEADER) ? headers.get(place.slice(HEADER.length)) : valueAt(envelope, place);

function missing(value: unknown, total: string, records: number): Fault | null {
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
