/**
 * @param value of a Retry-After header: seconds, or a date. @param now milliseconds since 1970.
 * @returns milliseconds to wait, or null when the header says nothing that can be read.
 */
export function retryAfter(value: string | null, now: number): number | null {
  const text = value?.trim() ?? '';
  if (/^\d{1,9}(\.\d+)?$/.test(text)) return Math.ceil(Number(text) * 1000);
  const date = text === '' ? Number.NaN : Date.parse(text);
  return Number.isNaN(date) ? null : Math.max(0, date - now);
}
