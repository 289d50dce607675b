import type { MappedPerson } from '../mapping/person.ts';

/**
 * The text whose hash is a user's fingerprint: role and every mapped value, in mapping order. Nulls are left out, so
 * that a new attribute that nobody has yet changes no fingerprint. Equal means unchanged; different means look closer.
 */
export function fingerprintText(person: MappedPerson): string {
  const parts: unknown[] = [person.role];
  for (const key in person.attributes) {
    const value = person.attributes[key];
    if (value !== null) parts.push(key, value);
  }
  return JSON.stringify(parts);
}
