import { type Fault, fault } from '../../domain/fault.ts';
import { fail, ok, type Result } from '../../lib/result.ts';
import { type Recipient, strangeness } from '../kept-secret.ts';
import type { CheckContext, Stored } from '../source.ts';
import type { Described } from './about.ts';
import { listWrappers, usableBy } from './listed.ts';
import { wrappersOf } from './reach.ts';
import { type Body, optionTrouble, type Secrets, type Settings } from './shape.ts';
import { wrapperMissing } from './wrapper-faults.ts';

const invalid = (message: string): Result<never, Fault> => fail(fault('invalid_settings', message));
const quoted = (names: readonly string[]): string => names.map((name) => `“${name}”`).join(', ');

/** Secrets go to a wrapper, and by it to every address among its options. */
const recipientOf = ({ wrapper, options }: Settings): Recipient => ({
  urls: Object.values(options).filter(
    (value) => typeof value === 'string' && /^https?:/i.test(value.trim()),
  ) as string[],
  user: wrapper,
  who: 'wrapper',
});

const newPlace = (now: Settings, before: Stored<Settings, Secrets> | null): string | null =>
  before && strangeness(recipientOf(now), recipientOf(before.settings));

/** Those that are given, and those that stay: stored ones stay unless they would go to a new place. */
export function keptSecrets(now: Settings, given: Body['secrets'], before: Stored<Settings, Secrets> | null): Secrets {
  const kept: Secrets = newPlace(now, before) === null ? { ...before?.secrets } : {};
  for (const [name, value] of Object.entries(given)) if (value !== null) kept[name] = value;
  return kept;
}

/**
 * Holds settings against what the wrapper declares.
 * @returns faults `wrapper_missing`, `wrapper_failed` (it cannot be asked), `invalid_settings`
 */
export async function check(
  now: Stored<Settings, Secrets>,
  before: Stored<Settings, Secrets> | null,
  context: CheckContext,
): Promise<Result<Stored<Settings, Secrets>, Fault>> {
  const { wrapper } = now.settings;
  const offered = usableBy(await listWrappers(wrappersOf(context)), context.tenant);
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
  const wrong = optionsTrouble(found.about, now.settings) ?? secretsTrouble(found.about, now, before);
  if (wrong !== null) return invalid(wrong);
  // What an earlier version declared is not kept.
  const declared = Object.keys(found.about.secrets ?? {});
  const secrets = Object.fromEntries(Object.entries(now.secrets).filter(([name]) => declared.includes(name)));
  return ok({ settings: now.settings, secrets });
}

function optionsTrouble({ options = {} }: Described, given: Settings): string | null {
  const unknown = Object.keys(given.options).filter((name) => !Object.hasOwn(options, name));
  if (unknown.length > 0) {
    const there = Object.keys(options).length === 0 ? 'It takes none.' : `It takes ${quoted(Object.keys(options))}.`;
    return `The wrapper “${given.wrapper}” has no option ${quoted(unknown)}. ${there}`;
  }
  for (const [name, option] of Object.entries(options)) {
    const trouble = optionTrouble(option, given.options[name]);
    if (trouble !== null) return `The option “${name}” (${option.description}) ${trouble}`;
  }
  return null;
}

function secretsTrouble(
  { secrets = {} }: Described,
  now: Stored<Settings, Secrets>,
  before: Stored<Settings, Secrets> | null,
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
  const strange = missing.some((name) => before?.secrets[name] !== undefined) ? newPlace(now.settings, before) : null;
  if (strange !== null)
    return `Enter these secrets again: ${called}. ${strange.charAt(0).toUpperCase()}${strange.slice(1)}, and a stored secret is never sent to a new place.`;
  return `Missing: ${called}. Enter ${missing.length === 1 ? 'it' : 'them'}.`;
}
