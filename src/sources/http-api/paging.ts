import { z } from 'zod';
import { type Fault, fault } from '../../domain/shared/fault.ts';
import { valueAt } from '../../lib/json.ts';
import { fail, ok, type Result } from '../../lib/result.ts';
import { placeField } from '../body-fields.ts';
import { type FeedPage, type Paginator, type PagingDoubt, valueAtPlace } from '../feed.ts';

const name = z.string().min(1).max(100);
const count = z.int().min(1).max(100_000);
/** A feed with more pages fails, because it may be endless. */
const pageLimit = { max_pages: z.int().min(1).max(10_000).default(1000) };
const sized = { size_parameter: name.nullish(), size: count.nullish(), ...pageLimit };
const nextPlace = placeField.refine((place) => place !== '', 'Enter where the answer has it.');

/** A parameter goes into the URL, unless the body template has its placeholder. */
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

interface PageValues {
  page?: number | undefined;
  offset?: number | undefined;
  cursor?: string | number | undefined;
  size?: number | undefined;
}
type Placeholder = keyof PageValues;

interface PageRequest {
  url: string;
  body?: string | undefined;
}

const PLACEHOLDER_PATTERN = /\{(page|offset|cursor|size)\}/g;

/** Leaves the rest of the query unchanged, letter for letter. */
function withParameter(url: string, parameter: string, value: string | number): string {
  const [, address = '', query = ''] = /^([^?#]*)\??([^#]*)/.exec(url) ?? [];
  const others = query.split('&').filter((part) => part !== '' && parameterName(part) !== parameter);
  return `${address}?${[...others, `${encodeURIComponent(parameter)}=${encodeURIComponent(value)}`].join('&')}`;
}

function parameterName(part: string): string {
  const [name = ''] = part.split('=');
  try {
    return decodeURIComponent(name.replaceAll('+', ' '));
  } catch {
    return name;
  }
}

function parametersOf(paging: Paging): [Placeholder, string][] {
  const parameters: [Placeholder, string][] = [];
  if (paging.type === 'page' || paging.type === 'offset' || paging.type === 'cursor') {
    parameters.push([paging.type, paging.parameter]);
    if (paging.size_parameter) parameters.push(['size', paging.size_parameter]);
  }
  return parameters;
}

function fillRequest({ url, body }: PageRequest, values: PageValues, paging: Paging): PageRequest {
  let filledUrl = url;
  for (const [placeholder, parameter] of parametersOf(paging)) {
    const value = values[placeholder];
    const isInBody = body?.includes(`{${placeholder}}`) ?? false;
    if (value !== undefined && !isInBody) filledUrl = withParameter(filledUrl, parameter, value);
  }
  // The first page has no cursor yet. Other placeholders without a value stay as they are.
  const bodyValues: PageValues = paging.type === 'cursor' ? { cursor: '', ...values } : values;
  const filledBody = body?.replace(PLACEHOLDER_PATTERN, (whole, placeholder: Placeholder) =>
    insideJsonString(bodyValues[placeholder] ?? whole),
  );
  return { url: filledUrl, body: filledBody };
}

const insideJsonString = (value: string | number): string =>
  typeof value === 'number' ? String(value) : JSON.stringify(value).slice(1, -1);

/** RFC 8288. */
function nextLink(header: string | null): string | null {
  for (const [, target = '', parameters = ''] of (header ?? '').matchAll(/<([^>]*)>((?:\s*;[^,;"]*(?:"[^"]*")?)*)/g)) {
    const [, quoted, bare] = /;\s*rel\s*=\s*(?:"([^"]*)"|([^\s;,]*))/i.exec(parameters) ?? [];
    if ((quoted ?? bare ?? '').toLowerCase().split(/\s+/).includes('next')) return target;
  }
  return null;
}

/**
 * It must have the same origin as the first, because it gets the same credentials.
 * @param path where it was found, null for the Link header
 */
function nextUrl(next: unknown, from: string, path: string | null): Result<string | null, Fault> {
  if (isAbsent(next)) return ok(null);
  const url = typeof next === 'string' ? URL.parse(next, from) : null;
  if (!url) return fail(fault('paging_broken', { case: 'no_url', path }));
  if (url.origin !== URL.parse(from)?.origin)
    return fail(fault('paging_broken', { case: 'other_host', host: url.host }));
  return ok(url.href);
}

const isAbsent = (value: unknown): boolean => value === null || value === undefined || value === '' || value === false;

export class HttpPaginator implements Paginator {
  readonly #paging: Paging;
  readonly #start: PageRequest;
  #page: number;
  #offset = 0;
  doubt: PagingDoubt | null = null;
  #pagesRead = 0;

  constructor(paging: Paging, start: PageRequest) {
    this.#paging = paging;
    this.#start = start;
    this.#page = paging.type === 'page' ? paging.first : 1;
  }

  get maxPages(): number {
    return this.#paging.type === 'none' ? 1 : this.#paging.max_pages;
  }

  first(): PageRequest {
    return this.#request();
  }

  /** A short page need not be the last: it may have been filtered. */
  next(page: FeedPage): Result<PageRequest | null, Fault> {
    const paging = this.#paging;
    this.#pagesRead++;
    if (this.#pagesRead === 1 && 'path' in paging) {
      const misplaced = this.#checkFirstPage(paging, page);
      if (misplaced) return fail(misplaced);
    }
    switch (paging.type) {
      case 'none':
        return ok(null);
      case 'page':
      case 'offset':
        if (page.records === 0) return ok(null);
        this.#page++;
        this.#offset += page.records;
        return ok(this.#request());
      case 'cursor': {
        const cursor = valueAtPlace(paging.path, page.envelope, page.headers);
        if (isAbsent(cursor)) return ok(null);
        if (typeof cursor !== 'string' && typeof cursor !== 'number')
          return fail(fault('paging_broken', { case: 'no_cursor', path: paging.path }));
        return ok(this.#request(cursor));
      }
      case 'next_url':
        return this.#follow(valueAtPlace(paging.path, page.envelope, page.headers), page, paging.path);
      case 'link':
        return this.#follow(nextLink(page.headers.get('link')), page, null);
    }
  }

  #follow(next: unknown, page: FeedPage, path: string | null): Result<PageRequest | null, Fault> {
    const url = nextUrl(next, page.url, path);
    if (!url.ok) return url;
    return ok(url.value === null ? null : { url: url.value, body: this.first().body });
  }

  /**
   * Many sources omit the key to the next page on their last one, so its absence is a doubt; after a full page it is a
   * fault, because the people on further pages would count as leavers.
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

  #request(cursor?: string | number): PageRequest {
    const paging = this.#paging;
    const values: PageValues = {
      page: paging.type === 'page' ? this.#page : undefined,
      offset: paging.type === 'offset' ? this.#offset : undefined,
      size: 'size' in paging ? (paging.size ?? undefined) : undefined,
    };
    if (cursor !== undefined) values.cursor = cursor;
    return fillRequest(this.#start, values, paging);
  }
}

const MAX_PLACES = 20;

/** Even when it is null, which means that there is no next page. */
function hasKeyAt(envelope: unknown, path: string): boolean {
  const keys = path.split('.');
  const last = keys.pop() ?? '';
  const parent = keys.length === 0 ? envelope : valueAt(envelope, keys.join('.'));
  return typeof parent === 'object' && parent !== null && Object.hasOwn(parent, last);
}

/** Dotted, without arrays. */
function pathsIn(value: unknown, before = ''): string[] {
  if (Array.isArray(value)) return [];
  if (typeof value !== 'object' || value === null) return before === '' ? [] : [before];
  const places = Object.entries(value).flatMap(([key, one]) => pathsIn(one, before === '' ? key : `${before}.${key}`));
  return places.slice(0, MAX_PLACES);
}
