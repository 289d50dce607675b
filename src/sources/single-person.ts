import { type Fault, fault } from '../domain/shared/fault.ts';
import { ByteBuffer } from '../lib/bytes.ts';
import { readBody } from '../lib/http/body.ts';
import { fail, ok, type Result } from '../lib/result.ts';
import { sendAuthorized } from './authorizer.ts';
import { type Feed, httpContextOf } from './feed.ts';
import { createRecordReader } from './record-reader.ts';
import type { PersonLookup, SourceContext } from './source.ts';

const MAX_ANSWER_BYTES = 4 * 1024 * 1024;
const PLACEHOLDERS = { '{employee_id}': 'employee_id', '{email}': 'email' } as const;

/** @returns faults `single_person_not_configured`, `single_person_key_missing` */
export function fillPersonUrl(template: string | null, key: PersonLookup): Result<string, Fault> {
  if (template === null) return fail(fault('single_person_not_configured', { wrapper: null }));
  let url = template;
  for (const [placeholder, name] of Object.entries(PLACEHOLDERS)) {
    if (!template.includes(placeholder)) continue;
    const value = key[name]?.trim() ?? '';
    // Dot segments would lead to another path of the server, even when encoded.
    if (value === '' || /^\.{1,2}$/.test(value)) return fail(fault('single_person_key_missing', { key: name }));
    url = url.replaceAll(placeholder, () => encodeURIComponent(value));
  }
  return ok(url);
}

const personNotFound = (): Fault => fault('person_not_found', { case: 'source' });

/**
 * @param allowBare accept the person itself in place of the list
 * @returns the record as JSON bytes; faults as `streamFeed`, and `person_not_found`, `person_ambiguous`
 */
export async function fetchPerson(
  feed: Feed,
  allowBare: boolean,
  context: SourceContext,
): Promise<Result<Uint8Array, Fault>> {
  const http = httpContextOf(
    { ...context, limits: { ...context.limits, maxBytes: MAX_ANSWER_BYTES } },
    async () => true,
  );
  const opened = await sendAuthorized(feed.request, feed.authorizer, http);
  if (!opened.ok) {
    const { status } = opened.fault.details ?? {};
    return fail(status === 404 || status === 410 ? personNotFound() : opened.fault);
  }
  if (opened.value.is === 'cancelled') return fail(personNotFound());
  const { response, logExchange } = opened.value;
  const body = new ByteBuffer(16 * 1024);
  const read = await readBody(response, http, (block) => {
    body.add(block, 0, block.length);
    return true;
  });
  logExchange(body.length);
  if (!read.ok) return fail(read.fault);
  if (response.status === 204) return fail(personNotFound());

  const records: Uint8Array[] = [];
  const reader = createRecordReader(
    feed.format,
    (bytes, start, end) => void records.push(bytes.slice(start, end)),
    feed.xmlHint,
  );
  reader.push(body.view());
  const end = reader.end();
  if (end.ok) return onlyPerson(records);
  if (!allowBare || feed.format.type !== 'json' || end.fault.code !== 'records_not_found') return end;
  const bareRecord = bareObject(body.view(), feed.format.records);
  return bareRecord ? onlyPerson([bareRecord]) : end;
}

function onlyPerson(records: Uint8Array[]): Result<Uint8Array, Fault> {
  const found = records.length;
  if (found > 1) return fail(fault('person_ambiguous', { case: 'source', found }, { found }));
  const [record] = records;
  const person = record && parseJson(record);
  if (!record || (person && isEmpty(person.value))) return fail(personNotFound());
  if (!person || typeof person.value !== 'object' || Array.isArray(person.value))
    return fail(fault('feed_broken', { case: 'no_person', by: 'source' }));
  return ok(record);
}

const isEmpty = (value: unknown): boolean =>
  value === null || (typeof value === 'object' && Object.keys(value).length === 0);

function parseJson(bytes: Uint8Array): { value: unknown } | null {
  try {
    return { value: JSON.parse(new TextDecoder('utf-8', { fatal: true, ignoreBOM: false }).decode(bytes)) };
  } catch {
    return null;
  }
}

/** @returns an object without the first key of the path to the records, or JSON `null`; else null */
function bareObject(bytes: Uint8Array, path: string): Uint8Array | null {
  const root = parseJson(bytes);
  if (!root || typeof root.value !== 'object' || Array.isArray(root.value)) return null;
  const [first = ''] = path.split('.');
  if (root.value !== null && path !== '' && Object.hasOwn(root.value, first)) return null;
  const text = new TextDecoder().decode(bytes).trim();
  return new TextEncoder().encode(text);
}
