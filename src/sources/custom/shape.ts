import { z } from 'zod';
import { urlText } from '../settings.ts';
import type { Option, OptionValue } from './wrapper.ts';

const name = z.string().min(1).max(40);
const optionValue = z.union(
  [z.string().max(4000), z.number(), z.boolean()],
  'An option is a text, a number, true or false.',
);

export const body = z.strictObject({
  enabled: z.boolean(),
  wrapper: name.regex(/^[a-z0-9-]+$/, 'Use a–z, 0–9 and hyphens.'),
  options: z.record(name, optionValue).default({}),
  /** By the names that the wrapper declares. Left out or null: the stored one stays. */
  secrets: z.record(name, z.string().min(1).max(20_000).nullable()).default({}),
});
export const settings = z.object({ wrapper: z.string(), options: z.record(z.string(), optionValue) });
export const secrets = z.record(z.string(), z.string());

export type Body = z.infer<typeof body>;
export type Settings = z.infer<typeof settings>;
export type Secrets = z.infer<typeof secrets>;

/** @returns what is wrong with an option's value, or null. */
export function optionTrouble(option: Option, value: OptionValue | undefined): string | null {
  if (value === undefined) return option.required === false ? null : 'is missing. Enter it.';
  const wanted = option.type === 'text' || option.type === 'url' ? 'string' : option.type;
  if (typeof value !== wanted)
    return `must be ${{ string: 'text', number: 'a number', boolean: 'true or false' }[wanted]}.`;
  if (option.type !== 'url') return null;
  const url = urlText.safeParse(value);
  return url.success ? null : `cannot be used: ${url.error.issues[0]?.message}`;
}
