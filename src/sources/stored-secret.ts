import { describeFault, type Fault, fault } from '../domain/shared/fault.ts';
import type { RecipientChange } from '../domain/shared/fault-sentences/source-settings.ts';
import { fail, ok, type Result } from '../lib/result.ts';

/** To whom the secrets of a source go: every URL that gets them, and whom they belong to. */
export interface SecretRecipient {
  urls: (string | null)[];
  /** A user name, or what else the secrets belong to; `ownerIs` says which. */
  owner: string;
  ownerKind: Extract<RecipientChange, { change: 'owner' }>['owner'];
}

const originsOf = (urls: (string | null)[]): string[] =>
  urls.flatMap((url) => (url === null ? [] : [URL.parse(url.replace(/\{[^{}]*\}/g, 'x'))?.origin ?? url]));

/** @returns a URL among them that leads to another origin than all before, or null. */
export function originChange(now: (string | null)[], before: (string | null)[]): RecipientChange | null {
  const known = originsOf(before);
  const to = originsOf(now).find((origin) => !known.includes(origin));
  return to === undefined ? null : { change: 'url', to };
}

/** @returns what is new about a recipient, or null when stored secrets may go there as before. */
export function recipientChange(now: SecretRecipient, before: SecretRecipient): RecipientChange | null {
  if (now.owner === before.owner) return originChange(now.urls, before.urls);
  return originChange(now.urls, before.urls) ?? { change: 'owner', owner: now.ownerKind };
}

/** A secret: its path in the body, and what people call it. */
interface SecretField {
  path: string;
  name: string;
}

/**
 * Decides on one secret of a body.
 * @param submitted what the body says; absent and null keep what is stored. @param stored undefined when there is none.
 * @param change see `recipientChange`: a stored secret is never sent to a new place.
 */
export function keepOrReplaceSecret(
  { path, name }: SecretField,
  submitted: string | null | undefined,
  stored: string | undefined,
  change: RecipientChange | null,
): Result<string, Fault> {
  if (submitted !== undefined && submitted !== null) return ok(submitted);
  if (stored !== undefined && change === null) return ok(stored);
  const refusal =
    stored === undefined || change === null
      ? fault('invalid_settings', { case: 'secret_missing', secret: name })
      : fault('invalid_settings', { case: 'secret_again', secret: name, ...change });
  return fail({ ...refusal, details: { issues: [describeFault(refusal)], paths: [path] } });
}
