import { fail } from '../../../lib/result.ts';
import { type Coerced, toTrimmedText } from './values.ts';

const MAX_EMAIL_LENGTH = 254;
const MAX_LOCAL_PART_LENGTH = 64;

// Letters of every script are fine on both sides of the @ (RFC 6531); quotes, brackets and comments are not: they come
// from pasted lists and display names far more often than from a mailbox.
const LOCAL_PART = /^[^\s\p{C}@<>()[\],;:"\\]+$/u;
const DOMAIN_LABEL = /^[\p{L}\p{N}](?:[\p{L}\p{N}\p{M}-]*[\p{L}\p{N}\p{M}])?$/u;
const ONLY_DIGITS = /^[0-9]+$/;

const isLocalPart = (local: string): boolean =>
  local.length <= MAX_LOCAL_PART_LENGTH && LOCAL_PART.test(local) && !local.startsWith('.') && !local.endsWith('.');

const isDomain = (domain: string): boolean => {
  const labels = domain.split('.');
  const last = labels.at(-1) ?? '';
  return (
    labels.length > 1 &&
    labels.every((label) => label.length <= 63 && DOMAIN_LABEL.test(label)) &&
    !ONLY_DIGITS.test(last)
  );
};

/** The usual address, short and of plain letters, by one look: it passes every rule above. */
const COMMON_EMAIL =
  /^[A-Za-z0-9_%+'-]+(?:\.[A-Za-z0-9_%+'-]+)*@(?:[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?\.)+[A-Za-z]{2,}$/;

export const isEmail = (text: string): boolean => {
  if (text.length <= MAX_LOCAL_PART_LENGTH && COMMON_EMAIL.test(text)) return true;
  const at = text.indexOf('@');
  return text.length <= MAX_EMAIL_LENGTH && isLocalPart(text.slice(0, Math.max(0, at))) && isDomain(text.slice(at + 1));
};

/** @returns the address as it came, trimmed; `invalid_email` when no mail could reach it */
export const toEmail = (value: unknown): Coerced<string> => {
  const text = toTrimmedText(value);
  if (!text.ok) return fail({ code: 'invalid_email', params: { problem: 'not_a_text' } });
  if (text.value === null || isEmail(text.value)) return text;
  return fail({ code: 'invalid_email', params: { problem: 'malformed' } });
};

/** Only the web's own schemes: a page shows the picture, and `javascript:` or `data:` has no business there. */
const WEB_URL = /^https?:\/\/[^\s\p{C}]+$/iu;

/**
 * The usual address of a picture, which every reader of URLs accepts: a host of plain words (none with two hyphens, as
 * in `xn--`, and no number last, as in an IP address) and a plain path. Asking `URL` costs three times as much.
 */
const COMMON_URL = /^https?:\/\/(?:[a-z0-9]+[.-])+[a-z]{2,}(?:\/[\w.~/%-]*)?$/;

const isWebUrl = (text: string): boolean => COMMON_URL.test(text) || (WEB_URL.test(text) && URL.canParse(text));

/** @returns the address as it came, trimmed; `invalid_url` when it is not http or https */
export const toUrl = (value: unknown): Coerced<string> => {
  const text = toTrimmedText(value);
  if (!text.ok) return fail({ code: 'invalid_url', params: { problem: 'not_a_text' } });
  if (text.value === null || isWebUrl(text.value)) return text;
  return fail({ code: 'invalid_url', params: { problem: 'malformed' } });
};
