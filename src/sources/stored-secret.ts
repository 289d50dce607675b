import { type Fault, fault } from '../domain/shared/fault.ts';
import { fail, ok, type Result } from '../lib/result.ts';

/** To whom the secrets of a source go: every URL that gets them, and the user name that they belong to. */
export interface SecretRecipient {
  urls: (string | null)[];
  /** User name, or what else the secrets belong to. */
  user: string;
  /** What people call that. */
  who?: string;
}

const origins = ({ urls }: SecretRecipient): string[] =>
  urls.flatMap((url) => (url === null ? [] : [URL.parse(url.replace(/\{[^{}]*\}/g, 'x'))?.origin ?? url]));

/** @returns what is new about a recipient, or null when stored secrets may go there as before. */
export function recipientChange(now: SecretRecipient, before: SecretRecipient): string | null {
  const known = origins(before);
  const strange = origins(now).find((origin) => !known.includes(origin));
  if (strange !== undefined) return `a URL now leads to ${strange}`;
  return now.user === before.user ? null : `the ${now.who ?? 'user name'} has changed`;
}

/** A secret: its place in the body, and what people call it. */
export interface SecretField {
  place: string;
  words: string;
}

/**
 * Decides on one secret of a body.
 * @param given what the body says; absent and null keep what is stored. @param stored undefined when there is none.
 * @param strange see `strangeness`: a stored secret is never sent to a new place.
 */
export function keepOrReplaceSecret(
  { place, words }: SecretField,
  given: string | null | undefined,
  stored: string | undefined,
  strange: string | null,
): Result<string, Fault> {
  if (given !== undefined && given !== null) return ok(given);
  const refuse = (message: string) => fail(fault('invalid_settings', message, { issues: [message], paths: [place] }));
  if (stored === undefined) return refuse(`The ${words} is missing. Enter it.`);
  if (strange === null) return ok(stored);
  return refuse(`Enter the ${words} again: ${strange}, and a stored secret is never sent to a new place.`);
}
