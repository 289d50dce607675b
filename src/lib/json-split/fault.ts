import type { FaultParams } from '../result.ts';

/** `offset` and `limit` are bytes. */
export interface SplitFaultParams {
  /** `byte` is at `offset`: records cannot be separated from there on. */
  feed_broken: {
    case: 'json';
    offset: number;
    damage: 'no_separator' | 'no_record' | 'wrong_bracket' | 'trailing' | 'second_list' | 'envelope' | 'repeated_key';
    byte: number;
  };
  feed_incomplete: {
    case: 'json';
    offset: number;
    at: 'start' | 'list' | 'record' | 'first_record' | 'document';
    records: number;
  };
  /**
   * There is no array at the path. `reached`: its keys that exist; `missing`: the first that does not, or null;
   * `keys`: of the object reached, null when it is no object but what `found` names.
   */
  records_not_found: { reached: string[]; missing: string | null; keys: string[] | null; found: string };
  source_not_json: { looksLike: 'html' | 'xml' | 'text' | 'json'; head: string };
  record_too_large: { case: 'json'; offset: number; limit: number };
  source_too_large: { case: 'envelope'; limit: number };
}

export interface SplitFault {
  code: keyof SplitFaultParams;
  params: FaultParams;
  details: { offset: number; looks_like?: 'html' | 'xml' | 'text' | 'json'; keys?: string[] };
}

const splitFault = <Code extends keyof SplitFaultParams>(
  code: Code,
  params: SplitFaultParams[Code],
  details: SplitFault['details'],
): SplitFault => ({ code, params: { ...params }, details });

export const framingBroken = (
  offset: number,
  damage: SplitFaultParams['feed_broken']['damage'],
  byte = 0,
): SplitFault => splitFault('feed_broken', { case: 'json', offset, damage, byte }, { offset });

export const documentTruncated = (
  offset: number,
  at: SplitFaultParams['feed_incomplete']['at'],
  records = 0,
): SplitFault => splitFault('feed_incomplete', { case: 'json', offset, at, records }, { offset });

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

export const notNdjson = (): SplitFault =>
  splitFault('source_not_json', { looksLike: 'json', head: '' }, { offset: 0, looks_like: 'json' });

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
