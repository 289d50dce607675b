import { z } from 'zod';
import { type Fault, fault } from '../../domain/shared/fault.ts';
import { valueAt } from '../../lib/json-split/json-splitter.ts';
import { fail, ok, type Result } from '../../lib/result.ts';
import { placeField } from '../body-fields.ts';
import { type FeedPage, type Paginator, type PagingDoubt, valueAtPlace } from '../feed.ts';

const name = z.string().min(1).max(100);
const count = z.int().min(1).max(100_000);
/** More pages than this are taken for a mistake. */
const pageLimit = { max_pages: z.int().min(1).max(10_000).default(1000) };
const sized = { size_parameter: name.nullish(), size: count.nullish(), ...pageLimit };
const nextPlace = placeField.refine((place) => place !== '', 'Enter where the answer has it.');

/** How the rest of the people is asked for. Parameters go into the URL, unless the body template has a place for them. */
export const paging = z.discriminatedUnion(
  'type',
  [
    z.strictObject({ type: z.literal('none') }),
    z.strictObject({
      type: z.literal('page'),
      parameter: name.default('page'),
      first: z.int().min(0).max(1).default(1),
      ...sized,
    }),
    z.strictObject({ type: z.literal('offset'), parameter: name.default('offset'), ...sized }),
    z.strictObject({ type: z.literal('cursor'), parameter: name.default('cursor'), path: nextPlace, ...sized }),
    z.strictObject({ type: z.literal('next_url'), path: nextPlace, ...pageLimit }),
    z.strictObject({ type: z.literal('link'), ...pageLimit }),
  ],
  'Choose “none”, “page”, “offset”, “cursor”, “next_url” or “link”.',
);
export type Paging = z.infer<typeof paging>;

/** What is put into a request: the place in the URL or in the body template. */
type PageValues = Partial<Record<'page' | 'offset' | 'cursor' | 'size', string | number>>;
interface PageRequest {
  url: string;
  body?: string | undefined;
}

const TEMPLATE_PLACES = /\{(page|offset|cursor|size)\}/g;
/** Whether a body template has a place for something of paging. */
const templateHas = (template: string | undefined, place: string): boolean => template?.includes(`{${place}}`) ?? false;

/** Everything else of the query stays letter for letter. */
function withParameter(url: string, parameter: string, value: string | number): string {
  const [, address = '', query = ''] = /^([^?#]*)\??([^#]*)/.exec(url) ?? [];
  const named = (part: string): string => {
    const [key = ''] = part.split('=');
    try {
      return decodeURIComponent(key.replaceAll('+', ' '));
    } catch {
      return key;
    }
  };
  const others = query.split('&').filter((part) => part !== '' && named(part) !== parameter);
  return `${address}?${[...others, `${encodeURIComponent(parameter)}=${encodeURIComponent(value)}`].join('&')}`;
}

const inJson = (value: string | number): string =>
  typeof value === 'number' ? String(value) : JSON.stringify(value).slice(1, -1);

function fillRequest({ url, body }: PageRequest, values: PageValues, paging: Paging): PageRequest {
  let address = url;
  for (const place of ['page', 'offset', 'cursor', 'size'] as const) {
    const value = values[place];
    const sized = 'size_parameter' in paging ? (paging.size_parameter ?? null) : null;
    const parameter = place === 'size' ? sized : 'parameter' in paging ? paging.parameter : null;
    if (value !== undefined && parameter !== null && !templateHas(body, place))
      address = withParameter(address, parameter, value);
  }
  // The first page has no cursor yet; what this paging does not know stays as it stands.
  const first = paging.type === 'cursor' ? { cursor: '', ...values } : values;
  const fill = (all: string, place: keyof PageValues) => inJson(first[place] ?? all);
  return { url: address, body: body?.replace(TEMPLATE_PLACES, fill) };
}

/** @returns the URL of the next page in a Link header (RFC 8288), or null. */
function nextLink(header: string | null): string | null {
  for (const [, target = '', parameters = ''] of (header ?? '').matchAll(/<([^>]*)>((?:\s*;[^,;"]*(?:"[^"]*")?)*)/g)) {
    const [, quoted, bare] = /;\s*rel\s*=\s*(?:"([^"]*)"|([^\s;,]*))/i.exec(parameters) ?? [];
    if ((quoted ?? bare ?? '').toLowerCase().split(/\s+/).includes('next')) return target;
  }
  return null;
}

/** The next page lives where the first does: it gets the same credentials. @param path where it is named, null for the Link header */
function nextUrl(next: unknown, from: string, path: string | null): Result<string | null, Fault> {
  if (next === null || next === undefined || next === '' || next === false) return ok(null);
  const url = typeof next === 'string' ? URL.parse(next, from) : null;
  if (!url) return fail(fault('paging_broken', { case: 'no_url', path }));
  if (url.origin !== URL.parse(from)?.origin)
    return fail(fault('paging_broken', { case: 'other_host', host: url.host }));
  return ok(url.href);
}

/** Asks for page after page. */
export class HttpPaginator implements Paginator {
  readonly #paging: Paging;
  readonly #start: PageRequest;
  #page: number;
  #offset = 0;
  doubt: PagingDoubt | null = null;
  #pages = 0;

  constructor(paging: Paging, start: PageRequest) {
    this.#paging = paging;
    this.#start = start;
    this.#page = paging.type === 'page' ? paging.first : 1;
  }

  get maxPages(): number {
    return this.#paging.type === 'none' ? 1 : this.#paging.max_pages;
  }

  first(): PageRequest {
    return this.#request({});
  }

  /** @returns null behind the last page. Only an empty page is the last by itself: a short one may have been filtered. */
  next(page: FeedPage): Result<PageRequest | null, Fault> {
    this.#pages++;
    const { url, records, envelope, headers } = page;
    const { type } = this.#paging;
    const misplaced = this.#pages === 1 && 'path' in this.#paging ? this.#checkFirstPage(this.#paging, page) : null;
    if (misplaced) return fail(misplaced);
    if (type === 'page' || type === 'offset') {
      if (records === 0) return ok(null);
      this.#page++;
      this.#offset += records;
      return ok(this.#request({}));
    }
    if (type === 'cursor') {
      const cursor = valueAtPlace(this.#paging.path, envelope, headers);
      if (cursor === null || cursor === undefined || cursor === '' || cursor === false) return ok(null);
      if (typeof cursor !== 'string' && typeof cursor !== 'number')
        return fail(fault('paging_broken', { case: 'no_cursor', path: this.#paging.path }));
      return ok(this.#request({ cursor }));
    }
    if (type === 'none') return ok(null);
    const next =
      type === 'link'
        ? nextUrl(nextLink(headers.get('link')), url, null)
        : nextUrl(valueAtPlace(this.#paging.path, envelope, headers), url, this.#paging.path);
    if (!next.ok) return next;
    return ok(next.value === null ? null : { url: next.value, body: this.first().body });
  }

  /**
   * The way to the second page leads nowhere on the first. Many sources leave the key out on their last page, so that
   * alone is a doubt only; behind a full page it is a mistake, because absence would then mean leaving.
   */
  #checkFirstPage(paging: Extract<Paging, { path: string }>, { records, envelope, headers }: FeedPage): Fault | null {
    const next = valueAtPlace(paging.path, envelope, headers);
    if ((next !== undefined && next !== null) || hasKeyAt(envelope, paging.path)) return null;
    const { path } = paging;
    const places = pathsIn(envelope);
    const size = 'size' in paging ? (paging.size ?? null) : null;
    if (size !== null && records >= size)
      return fault('paging_broken', { case: 'full_page', path, places, records }, { keys: places });
    this.doubt = { path, places };
    return null;
  }

  #request(more: PageValues): PageRequest {
    const paging = this.#paging;
    const size = 'size' in paging && paging.size ? { size: paging.size } : {};
    const page = paging.type === 'page' ? { page: this.#page } : {};
    const offset = paging.type === 'offset' ? { offset: this.#offset } : {};
    return fillRequest(this.#start, { ...page, ...offset, ...size, ...more }, paging);
  }
}

const MAX_PLACES = 20;

/** Whether the last key of a path is there, though null: then the source says itself that nothing follows. */
function hasKeyAt(envelope: unknown, path: string): boolean {
  const keys = path.split('.');
  const last = keys.pop() ?? '';
  const parent = keys.length === 0 ? envelope : valueAt(envelope, keys.join('.'));
  return typeof parent === 'object' && parent !== null && Object.hasOwn(parent, last);
}

/** What stands beside the records, as dotted paths; lists are left out. */
function pathsIn(value: unknown, before = ''): string[] {
  if (Array.isArray(value)) return [];
  if (typeof value !== 'object' || value === null) return before === '' ? [] : [before];
  const places = Object.entries(value).flatMap(([key, one]) => pathsIn(one, before === '' ? key : `${before}.${key}`));
  return places.slice(0, MAX_PLACES);
}
