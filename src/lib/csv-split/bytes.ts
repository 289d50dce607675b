/** What a byte means to the row scanner. Zero: it is copied as it is. */
export const PLAIN_BYTE = 0;
export const DELIMITER = 1;
export const QUOTE = 2;
export const LINE_FEED = 3;
export const CARRIAGE_RETURN = 4;
export const BACKSLASH = 5;
export const CONTROL = 6;
export const HIGH = 7;

/** Meanings of all bytes outside quotes; inside them, delimiters and line breaks are data. */
export function kindsOf(delimiter: number, inQuotes: boolean): Uint8Array {
  const kinds = new Uint8Array(256);
  kinds.fill(CONTROL, 0, 0x20).fill(HIGH, 0x80);
  kinds[0x22] = QUOTE;
  kinds[0x5c] = BACKSLASH;
  if (inQuotes) return kinds;
  kinds[0x0a] = LINE_FEED;
  kinds[0x0d] = CARRIAGE_RETURN;
  kinds[delimiter] = DELIMITER;
  return kinds;
}

/** For the first byte of a UTF-8 sequence: how many follow, and the bounds of the next one. Zero: none starts so. */
export const LEADS = new Uint32Array(256);
const lead = (from: number, to: number, follow: number, low = 0x80, high = 0xbf) =>
  LEADS.fill((follow << 16) | (low << 8) | high, from, to + 1);
lead(0xc2, 0xdf, 1);
lead(0xe0, 0xe0, 2, 0xa0);
lead(0xe1, 0xef, 2);
lead(0xed, 0xed, 2, 0x80, 0x9f);
lead(0xf0, 0xf0, 3, 0x90);
lead(0xf1, 0xf3, 3);
lead(0xf4, 0xf4, 3, 0x80, 0x8f);

const SHORT: Record<number, string> = { 8: '\\b', 9: '\\t', 10: '\\n', 12: '\\f', 13: '\\r' };
/** How a control character is written in a JSON string. */
export const ESCAPES: readonly Uint8Array[] = Array.from({ length: 0x20 }, (_, code) =>
  new TextEncoder().encode(SHORT[code] ?? `\\u00${code.toString(16).padStart(2, '0')}`),
);
