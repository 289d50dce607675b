import { z } from 'zod';
import { type Fault, fault } from '../../domain/shared/fault.ts';
import { fail, ok, type Result } from '../../lib/result.ts';
import { urlField } from '../body-fields.ts';
import type { CheckContext, StoredSource } from '../source.ts';
import { recipientChange, type SecretRecipient } from '../stored-secret.ts';
import { wrapperMissing } from './read-wrapper.ts';
import type { Option, OptionValue } from './wrapper.ts';
import { availableWrappers, describeWrappers, usableByTenant, type WrapperDescription } from './wrapper-registry.ts';

const name = z.string().min(1).max(40);
const optionValue = z.union(
  [z.string().max(4000), z.number(), z.boolean()],
  'An option is a text, a number, true or false.',
);

export const wrapperBody = z.strictObject({
  enabled: z.boolean(),
  wrapper: name.regex(/^[a-z0-9-]+$/, 'Use a–z, 0–9 and hyphens.'),
  options: z.record(name, optionValue).default({}),
  /** By the names that the wrapper declares. Left out or null: the stored one stays. */
  secrets: z.record(name, z.string().min(1).max(20_000).nullable()).default({}),
});
export const wrapperSettings = z.object({ wrapper: z.string(), options: z.record(z.string(), optionValue) });
export const wrapperSecrets = z.record(z.string(), z.string());

export type WrapperBody = z.infer<typeof wrapperBody>;
export type WrapperSettings = z.infer<typeof wrapperSettings>;
export type WrapperSecrets = z.infer<typeof wrapperSecrets>;

/** @returns what is wrong with an option's value, or null. */
export function optionProblem(option: Option, value: OptionValue | undefined): string | null {
  if (value === undefined) return option.required === false ? null : 'is missing. Enter it.';
  const wanted = option.type === 'text' || option.type === 'url' ? 'string' : option.type;
  if (typeof value !== wanted)
    return `must be ${{ string: 'text', number: 'a number', boolean: 'true or false' }[wanted]}.`;
  if (option.type !== 'url') return null;
  const url = urlField.safeParse(value);
  return url.success ? null : `cannot be used: ${url.error.issues[0]?.message}`;
}

const invalid = (message: string): Result<never, Fault> => fail(fault('invalid_settings', message));
const quoted = (names: readonly string[]): string => names.map((name) => `“${name}”`).join(', ');

/** Secrets go to a wrapper, and by it to every address among its options. */
const wrapperRecipient = ({ wrapper, options }: WrapperSettings): SecretRecipient => ({
  urls: Object.values(options).filter(
    (value) => typeof value === 'string' && /^https?:/i.test(value.trim()),
  ) as string[],
  user: wrapper,
  who: 'wrapper',
});

const placeChange = (
  now: WrapperSettings,
  before: StoredSource<WrapperSettings, WrapperSecrets> | null,
): string | null => before && recipientChange(wrapperRecipient(now), wrapperRecipient(before.settings));

/** Those that are given, and those that stay: stored ones stay unless they would go to a new place. */
export function mergeSecrets(
  now: WrapperSettings,
  given: WrapperBody['secrets'],
  before: StoredSource<WrapperSettings, WrapperSecrets> | null,
): WrapperSecrets {
  const kept: WrapperSecrets = placeChange(now, before) === null ? { ...before?.secrets } : {};
  for (const [name, value] of Object.entries(given)) if (value !== null) kept[name] = value;
  return kept;
}

/**
 * Holds settings against what the wrapper declares.
 * @returns faults `wrapper_missing`, `wrapper_failed` (it cannot be asked), `invalid_settings`
 */
export async function checkWrapperSettings(
  now: StoredSource<WrapperSettings, WrapperSecrets>,
  before: StoredSource<WrapperSettings, WrapperSecrets> | null,
  context: CheckContext,
): Promise<Result<StoredSource<WrapperSettings, WrapperSecrets>, Fault>> {
  const { wrapper } = now.settings;
  const offered = usableByTenant(await describeWrappers(availableWrappers(context)), context.tenant);
  const found = offered.find(({ name }) => name === wrapper);
  if (!found)
    return fail(
      wrapperMissing(
        wrapper,
        offered.map(({ name }) => name),
      ),
    );
  if (!found.about)
    return fail(fault('wrapper_failed', `The wrapper “${wrapper}” cannot be used now: ${found.trouble}`));
  const wrong = optionsProblem(found.about, now.settings) ?? secretsProblem(found.about, now, before);
  if (wrong !== null) return invalid(wrong);
  // What an earlier version declared is not kept.
  const declared = Object.keys(found.about.secrets ?? {});
  const secrets = Object.fromEntries(Object.entries(now.secrets).filter(([name]) => declared.includes(name)));
  return ok({ settings: now.settings, secrets });
}

function optionsProblem({ options = {} }: WrapperDescription, given: WrapperSettings): string | null {
  const unknown = Object.keys(given.options).filter((name) => !Object.hasOwn(options, name));
  if (unknown.length > 0) {
    const there = Object.keys(options).length === 0 ? 'It takes none.' : `It takes ${quoted(Object.keys(options))}.`;
    return `The wrapper “${given.wrapper}” has no option ${quoted(unknown)}. ${there}`;
  }
  for (const [name, option] of Object.entries(options)) {
    const trouble = optionProblem(option, given.options[name]);
    if (trouble !== null) return `The option “${name}” (${option.description}) ${trouble}`;
  }
  return null;
}

function secretsProblem(
  { secrets = {} }: WrapperDescription,
  now: StoredSource<WrapperSettings, WrapperSecrets>,
  before: StoredSource<WrapperSettings, WrapperSecrets> | null,
): string | null {
  const { wrapper } = now.settings;
  const names = Object.keys(secrets);
  const unknown = Object.keys(now.secrets).filter(
    (name) => !names.includes(name) && before?.secrets[name] !== now.secrets[name],
  );
  if (unknown.length > 0) {
    const there = names.length === 0 ? 'It needs none.' : `It needs ${quoted(names)}.`;
    return `The wrapper “${wrapper}” has no secret ${quoted(unknown)}. ${there}`;
  }
  const missing = names.filter((name) => now.secrets[name] === undefined);
  if (missing.length === 0) return null;
  const called = missing.map((name) => `${secrets[name]} (secrets.${name})`).join(', ');
  const strange = missing.some((name) => before?.secrets[name] !== undefined)
    ? placeChange(now.settings, before)
    : null;
  if (strange !== null)
    return `Enter these secrets again: ${called}. ${strange.charAt(0).toUpperCase()}${strange.slice(1)}, and a stored secret is never sent to a new place.`;
  return `Missing: ${called}. Enter ${missing.length === 1 ? 'it' : 'them'}.`;
}
