import { z } from 'zod';
import { type Fault, fault } from '../../domain/shared/fault.ts';
import type {
  InvalidSettings,
  OptionProblem,
  RecipientChange,
} from '../../domain/shared/fault-sentences/source-settings.ts';
import { fail, ok, type Result } from '../../lib/result.ts';
import { urlField } from '../body-fields.ts';
import type { CheckContext, StoredSource } from '../source.ts';
import { recipientChange, type SecretRecipient } from '../stored-secret.ts';
import type { Option, OptionValue } from './wrapper.ts';
import { availableWrappers, describeWrappers, usableByTenant, type WrapperDescription } from './wrapper-registry.ts';

const name = z.string().min(1).max(40);
const optionValue = z.union(
  [z.string().max(4000), z.number(), z.boolean()],
  'An option is a text, a number, true or false.',
);

const fields = {
  wrapper: name.regex(/^[a-z0-9-]+$/, 'Use a–z, 0–9 and hyphens.'),
  options: z.record(name, optionValue).default({}),
};

export const wrapperBody = z.strictObject({
  enabled: z.boolean(),
  ...fields,
  /** By the names that the wrapper declares. Null, or left out, keeps the stored one. */
  secrets: z.record(name, z.string().min(1).max(20_000).nullable()).default({}),
});
export const wrapperSettings = z.object(fields);
export const wrapperSecrets = z.record(z.string(), z.string());

export type WrapperBody = z.infer<typeof wrapperBody>;
export type WrapperSettings = z.infer<typeof wrapperSettings>;
export type WrapperSecrets = z.infer<typeof wrapperSecrets>;

type StoredWrapper = StoredSource<WrapperSettings, WrapperSecrets>;

/** A wrapper may send its secrets to every URL among its options. */
const wrapperRecipient = ({ wrapper, options }: WrapperSettings): SecretRecipient => ({
  urls: Object.values(options).flatMap((value) =>
    typeof value === 'string' && /^https?:/i.test(value.trim()) ? [value] : [],
  ),
  owner: wrapper,
  ownerKind: 'wrapper',
});

const storedRecipientChange = (now: WrapperSettings, before: StoredWrapper | null): RecipientChange | null =>
  before && recipientChange(wrapperRecipient(now), wrapperRecipient(before.settings));

/** Stored secrets are dropped when their recipient changes. */
export function mergeSecrets(
  now: WrapperSettings,
  submitted: WrapperBody['secrets'],
  before: StoredWrapper | null,
): WrapperSecrets {
  const merged: WrapperSecrets = storedRecipientChange(now, before) === null ? { ...before?.secrets } : {};
  for (const [name, value] of Object.entries(submitted)) if (value !== null) merged[name] = value;
  return merged;
}

/** @returns faults `wrapper_missing`, `wrapper_failed` (it does not answer), `invalid_settings` */
export async function checkWrapperSettings(
  now: StoredWrapper,
  before: StoredWrapper | null,
  context: CheckContext,
): Promise<Result<StoredWrapper, Fault>> {
  const { wrapper } = now.settings;
  const offered = usableByTenant(await describeWrappers(availableWrappers(context)), context.tenant);
  const found = offered.find(({ name }) => name === wrapper);
  if (!found) {
    const available = offered.map(({ name }) => name);
    return fail(fault('wrapper_missing', { wrapper, available }));
  }
  if (!found.about) return fail(fault('wrapper_failed', { case: 'unusable', wrapper, trouble: found.trouble ?? '' }));
  const problem = findOptionProblem(found.about, now.settings) ?? findSecretProblem(found.about, now, before);
  if (problem !== null) return fail(fault('invalid_settings', problem));
  // Secrets that only an earlier version of the wrapper declared are dropped.
  const declared = Object.keys(found.about.secrets ?? {});
  const secrets = Object.fromEntries(Object.entries(now.secrets).filter(([name]) => declared.includes(name)));
  return ok({ settings: now.settings, secrets });
}

function findOptionProblem({ options = {} }: WrapperDescription, settings: WrapperSettings): InvalidSettings | null {
  const { wrapper } = settings;
  const known = Object.keys(options);
  const unknown = Object.keys(settings.options).filter((name) => !known.includes(name));
  if (unknown.length > 0) return { case: 'unknown_options', wrapper, unknown, known };
  for (const [name, option] of Object.entries(options)) {
    const problem = optionProblem(option, settings.options[name]);
    if (problem) return { case: 'option', option: name, description: option.description, ...problem };
  }
  return null;
}

function optionProblem(
  option: Option,
  value: OptionValue | undefined,
): { problem: OptionProblem; reason?: string } | null {
  if (value === undefined) return option.required === false ? null : { problem: 'missing' };
  const wanted = option.type === 'text' || option.type === 'url' ? 'string' : option.type;
  if (typeof value !== wanted) return { problem: wanted };
  const url = option.type === 'url' ? urlField.safeParse(value) : null;
  return url && !url.success ? { problem: 'url', reason: url.error.issues[0]?.message ?? '' } : null;
}

function findSecretProblem(
  { secrets = {} }: WrapperDescription,
  now: StoredWrapper,
  before: StoredWrapper | null,
): InvalidSettings | null {
  const { wrapper } = now.settings;
  const known = Object.keys(secrets);
  const unknown = Object.keys(now.secrets).filter(
    (name) => !known.includes(name) && before?.secrets[name] !== now.secrets[name],
  );
  if (unknown.length > 0) return { case: 'unknown_secrets', wrapper, unknown, known };
  const missing = known.filter((name) => now.secrets[name] === undefined);
  if (missing.length === 0) return null;
  const named = { secrets: missing, names: missing.map((name) => secrets[name] ?? name) };
  const isStored = missing.some((name) => before?.secrets[name] !== undefined);
  const change = isStored ? storedRecipientChange(now.settings, before) : null;
  return change ? { case: 'secrets_again', ...named, ...change } : { case: 'secrets_missing', ...named };
}
