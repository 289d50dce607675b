/** Why a document could not be split; plain data, in words that a person can act on. */
export interface SplitFault {
  code:
    | 'feed_broken'
    | 'feed_incomplete'
    | 'records_not_found'
    | 'source_not_json'
    | 'record_too_large'
    | 'source_too_large';
  params: { text: string };
  /** `offset`: where, in bytes from the start of the document. `keys`: what stands where the path leads nowhere. */
  details: { offset: number; looks_like?: 'html' | 'xml' | 'text' | 'json'; keys?: string[] };
}

/** Framing lost at a byte: nothing that follows can be told apart with certainty. */
export const framingLost = (offset: number, what: string): SplitFault => ({
  code: 'feed_broken',
  params: { text: `The data is damaged at byte ${offset}: ${what}. Nothing after that place can be trusted.` },
  details: { offset },
});

/** The document ended before it was whole. */
export const endedEarly = (offset: number, where: string): SplitFault => ({
  code: 'feed_incomplete',
  params: { text: `The data ended too early, after ${offset.toLocaleString('en')} bytes, ${where}.` },
  details: { offset },
});

const inMegabytes = (bytes: number): string =>
  bytes >= 1e6 ? `${Math.round(bytes / 1e5) / 10} MB` : `${Math.round(bytes / 1e3)} kB`;

export const recordTooLarge = (offset: number, limit: number): SplitFault => ({
  code: 'record_too_large',
  params: {
    text: `The record that starts at byte ${offset} is larger than ${inMegabytes(limit)}, the most that one record may have.`,
  },
  details: { offset },
});

export const envelopeTooLarge = (offset: number, limit: number): SplitFault => ({
  code: 'source_too_large',
  params: {
    text: `There is more than ${inMegabytes(limit)} of data beside the records. Ask the source for the records alone.`,
  },
  details: { offset },
});

/** @returns the byte as text where it can be seen, else as a number. */
export const describeByte = (byte: number): string =>
  byte > 0x20 && byte < 0x7f ? `“${String.fromCharCode(byte)}”` : `the byte 0x${byte.toString(16).padStart(2, '0')}`;

/** A document that starts with something that no JSON object or array starts with. */
export function notJson(head: string): SplitFault {
  const lower = head.toLowerCase();
  const html = lower.startsWith('<!doctype html') || lower.includes('<html') || lower.includes('<head');
  const looksLike = html ? 'html' : lower.startsWith('<') ? 'xml' : 'text';
  const what = { html: 'a web page (HTML)', xml: 'XML', text: `text that starts with “${head.slice(0, 40).trim()}”` };
  return {
    code: 'source_not_json',
    params: { text: `The answer is not JSON but ${what[looksLike]}.` },
    details: { offset: 0, looks_like: looksLike },
  };
}

const quotedList = (keys: string[]): string => {
  const first = keys.slice(0, 20).map((key) => `“${key.slice(0, 60)}”`);
  return keys.length > 20 ? `${first.join(', ')} and more` : first.join(', ');
};

/**
 * The path leads to no array.
 * @param reached the keys that were there; @param missing the first that was not, or null when all were
 * @param keys what stands at the place reached; null when that is no object
 */
export function recordsNotFound(
  offset: number,
  reached: string[],
  missing: string | null,
  keys: string[] | null,
  found: string,
): SplitFault {
  const place = reached.length === 0 ? 'the top of the document' : `“${reached.join('.')}”`;
  const has = keys === null ? `is ${found}` : keys.length === 0 ? 'has no keys' : `has the keys ${quotedList(keys)}`;
  const text =
    missing === null
      ? `The records should be an array at ${place}, which ${has}. Correct the path to the records.`
      : `There are no records at “${[...reached, missing].join('.')}”: ${place} ${has}. Correct the path to the records.`;
  return { code: 'records_not_found', params: { text }, details: { offset, ...(keys && { keys: keys.slice(0, 20) }) } };
}
