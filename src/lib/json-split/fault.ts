import type { FaultParams } from '../result.ts';

/** What a fault of each code is said with; `offset` and `limit` are bytes. */
export interface SplitFaultParams {
  /** Framing lost at a byte: nothing that follows can be told apart with certainty. `byte`: the one that stands there. */
  feed_broken: {
    case: 'json';
    offset: number;
    damage: 'no_separator' | 'no_record' | 'wrong_bracket' | 'trailing' | 'second_list' | 'envelope' | 'repeated_key';
    byte: number;
  };
  /** The document ended before it was whole. `records`: whole ones before that. */
  feed_incomplete: {
    case: 'json';
    offset: number;
    at: 'start' | 'list' | 'record' | 'first_record' | 'document';
    records: number;
  };
  /**
   * The path leads to no array. `reached`: the keys that were there; `missing`: the first that was not, or null when all
   * were; `keys`: what stands at the place reached, null when that is no object but what `found` says.
   */
  records_not_found: { reached: string[]; missing: string | null; keys: string[] | null; found: string };
  /** A document that starts with something that no JSON object or array starts with. `head`: its first characters. */
  source_not_json: { looksLike: 'html' | 'xml' | 'text' | 'json'; head: string };
  record_too_large: { case: 'json'; offset: number; limit: number };
  source_too_large: { case: 'envelope'; limit: number };
}

export interface SplitFault {
  code: keyof SplitFaultParams;
  params: FaultParams;
  /** `offset`: where, in bytes from the start of the document. `keys`: what stands where the path leads nowhere. */
  details: { offset: number; looks_like?: 'html' | 'xml' | 'text' | 'json'; keys?: string[] };
}

const splitFault = <Code extends keyof SplitFaultParams>(
  code: Code,
  params: SplitFaultParams[Code],
  details: SplitFault['details'],
): SplitFault => ({ code, params: { ...params }, details });

export const framingLost = (offset: number, damage: SplitFaultParams['feed_broken']['damage'], byte = 0): SplitFault =>
  splitFault('feed_broken', { case: 'json', offset, damage, byte }, { offset });

export const endedEarly = (offset: number, at: SplitFaultParams['feed_incomplete']['at'], records = 0): SplitFault =>
  splitFault('feed_incomplete', { case: 'json', offset, at, records }, { offset });

export const recordTooLarge = (offset: number, limit: number): SplitFault =>
  splitFault('record_too_large', { case: 'json', offset, limit }, { offset });

export const envelopeTooLarge = (offset: number, limit: number): SplitFault =>
  splitFault('source_too_large', { case: 'envelope', limit }, { offset });

export function notJson(head: string): SplitFault {
  const lower = head.toLowerCase();
  const isHtml = lower.startsWith('<!doctype html') || lower.includes('<html') || lower.includes('<head');
  const looksLike = isHtml ? 'html' : lower.startsWith('<') ? 'xml' : 'text';
  return splitFault('source_not_json', { looksLike, head: head.slice(0, 40) }, { offset: 0, looks_like: looksLike });
}

/** A JSON array where a record a line was to come. */
export const notNdjson = (): SplitFault =>
  splitFault('source_not_json', { looksLike: 'json', head: '' }, { offset: 0, looks_like: 'json' });

/** See `SplitFaultParams.records_not_found`. */
export function recordsNotFound(
  offset: number,
  reached: string[],
  missing: string | null,
  keys: string[] | null,
  found: string,
): SplitFault {
  const shown = keys?.slice(0, 20);
  const params = { reached, missing, keys: keys?.slice(0, 21) ?? null, found };
  return splitFault('records_not_found', params, { offset, ...(shown && { keys: shown }) });
}
