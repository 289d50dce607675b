import { type Coerced, misfit } from './coerced.ts';
import { toTrimmedText } from './text.ts';

const MOST_CHARACTERS = 254;
const MOST_LOCAL_CHARACTERS = 64;

// Letters of every script are fine on both sides of the @ (RFC 6531); quotes, brackets and comments are not: they come
// from pasted lists and display names far more often than from a mailbox.
const LOCAL_PART = /^[^\s\p{C}@<>()[\],;:"\\]+$/u;
const LABEL = /^[\p{L}\p{N}](?:[\p{L}\p{N}\p{M}-]*[\p{L}\p{N}\p{M}])?$/u;
const ONLY_DIGITS = /^[0-9]+$/;

const isLocalPart = (local: string): boolean =>
  local.length <= MOST_LOCAL_CHARACTERS && LOCAL_PART.test(local) && !local.startsWith('.') && !local.endsWith('.');

const isDomain = (domain: string): boolean => {
  const labels = domain.split('.');
  const last = labels.at(-1) ?? '';
  return (
    labels.length > 1 && labels.every((label) => label.length <= 63 && LABEL.test(label)) && !ONLY_DIGITS.test(last)
  );
};

/** The usual address, short and of plain letters, by one look: it passes every rule above. */
const USUAL = /^[A-Za-z0-9_%+'-]+(?:\.[A-Za-z0-9_%+'-]+)*@(?:[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?\.)+[A-Za-z]{2,}$/;

export const isEmail = (text: string): boolean => {
  if (text.length <= MOST_LOCAL_CHARACTERS && USUAL.test(text)) return true;
  const at = text.indexOf('@');
  return text.length <= MOST_CHARACTERS && isLocalPart(text.slice(0, Math.max(0, at))) && isDomain(text.slice(at + 1));
};

/** @returns the address as it came, trimmed; `invalid_email` when no mail could reach it */
export const toEmail = (value: unknown): Coerced<string> => {
  const text = toTrimmedText(value);
  if (!text.ok)
    return misfit('invalid_email', 'An e-mail address is needed here, as one text. Pick one, for example with [0].');
  if (text.value === null || isEmail(text.value)) return text;
  return misfit(
    'invalid_email',
    'This is not a valid e-mail address. It needs one @, a domain with a dot, and no spaces. Correct it in the data source.',
  );
};
