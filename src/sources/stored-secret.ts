import { describeFault, type Fault, fault } from '../domain/shared/fault.ts';
import type { RecipientChange } from '../domain/shared/fault-sentences/source-settings.ts';
import { fail, ok, type Result } from '../lib/result.ts';

export interface SecretRecipient {
  urls: (string | null)[];
  owner: string;
  ownerKind: Extract<RecipientChange, { change: 'owner' }>['owner'];
}

const originsOf = (urls: (string | null)[]): string[] =>
  urls.flatMap((url) => (url === null ? [] : [URL.parse(url.replace(/\{[^{}]*\}/g, 'x'))?.origin ?? url]));

/** @returns the first origin that did not get the secrets before */
export function originChange(now: (string | null)[], before: (string | null)[]): RecipientChange | null {
  const known = originsOf(before);
  const to = originsOf(now).find((origin) => !known.includes(origin));
  return to === undefined ? null : { change: 'url', to };
}

/** @returns null when stored secrets may still be sent */
export function recipientChange(now: SecretRecipient, before: SecretRecipient): RecipientChange | null {
  if (now.owner === before.owner) return originChange(now.urls, before.urls);
  return originChange(now.urls, before.urls) ?? { change: 'owner', owner: now.ownerKind };
}

interface SecretField {
  path: string;
  name: string;
}

/**
 * @param submitted absent or null to keep the stored one
 * @param change not null: a stored secret is never sent to a new recipient. @returns fault `invalid_settings`
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
