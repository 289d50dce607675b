import { type Coerced, misfit } from './coerced.ts';
import { toTrimmedText } from './text.ts';

/** Only the web's own schemes: a page shows the picture, and `javascript:` or `data:` has no business there. */
const WEB_ADDRESS = /^https?:\/\/[^\s\p{C}]+$/iu;

/**
 * The usual address of a picture, which every reader of URLs accepts: a host of plain words (none with two hyphens, as
 * in `xn--`, and no number last, as in an IP address) and a plain path. Asking `URL` costs three times as much.
 */
const USUAL = /^https?:\/\/(?:[a-z0-9]+[.-])+[a-z]{2,}(?:\/[\w.~/%-]*)?$/;

const isWebAddress = (text: string): boolean => USUAL.test(text) || (WEB_ADDRESS.test(text) && URL.canParse(text));

/** @returns the address as it came, trimmed; `invalid_url` when it is not http or https */
export const toUrl = (value: unknown): Coerced<string> => {
  const text = toTrimmedText(value);
  if (!text.ok) return misfit('invalid_url', 'A web address is needed here, as one text.');
  if (text.value === null || isWebAddress(text.value)) return text;
  return misfit('invalid_url', 'This is not a web address. It must start with https:// or http:// and hold no spaces.');
};
