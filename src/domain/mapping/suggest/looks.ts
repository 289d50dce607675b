import { toDate } from '../coerce/date.ts';
import { toEmail } from '../coerce/email.ts';
import { toUrl } from '../coerce/url.ts';

/** What a value can be taken for, by its form alone. */
export type Look = 'email' | 'url' | 'date';

const DIGIT = /\d/;

/** @param value a text, a number or a boolean of a payload */
export function lookOf(value: string | number | boolean): Look | null {
  if (typeof value !== 'string') return null;
  if (value.includes('@')) return toEmail(value).ok ? 'email' : null;
  if (value.includes('://')) return toUrl(value).ok ? 'url' : null;
  // Six digits are a date to nobody but a computer.
  return value.length >= 8 && DIGIT.test(value) && /[-./ ]/.test(value) && toDate(value).ok ? 'date' : null;
}
