import type { LookupMiss } from '../../jmespath/functions/lookup-tables.ts';
import type { RecordError } from '../shared/record-error.ts';
import type { AttributeValue, EmploymentStatus, UserRole } from '../user/attributes.ts';

/** What a mapping makes of one payload: the same for tester, preview, dry run and live sync. */
export interface MappedPerson {
  /**
   * Every attribute that has an expression, in mapping order; null where the expression gave nothing. An e-mail is null
   * without an error when the mapping skips people who have none.
   */
  attributes: Record<string, AttributeValue | null>;
  /** Null when the mapping has no status expression or it gave nothing: the person counts as active. */
  status: EmploymentStatus | null;
  /** Null leaves the role alone. */
  role: UserRole | null;
  /** False when an `include` expression says that this person is out of scope. */
  included: boolean;
  /** What the `primary_row` expression says; false without one. */
  primary: boolean;
  errors: RecordError[];
  /** Values that a `lookup()` did not find in its table; absent, the usual case, when all were found. */
  unmapped?: LookupMiss[];
}

/** The result for a record from which no attribute can be read. */
export const failedPerson = (error: RecordError): MappedPerson => ({
  attributes: {},
  status: null,
  role: null,
  included: true,
  primary: false,
  errors: [error],
});

/** Built once per isolate and mapping version; keeps no state between payloads. */
export interface CompiledMapping {
  /** @param payload one parsed record of the data source. Never throws: what goes wrong is in `errors`. */
  evaluate(payload: unknown): MappedPerson;
  /** Attributes whose old value stays when the expression gives null (null policy *keep*). */
  readonly keepsOnNull: ReadonlySet<string>;
  /** How many days before their hire date people are created; null: at once. */
  readonly createDaysBeforeHire: number | null;
  /** The expression of each mapped attribute, for error messages and for the *why* of a value. */
  readonly expressions: ReadonlyMap<string, string>;
}

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

/** The value of an attribute that holds text; null when it has none. */
export function textAttribute(person: MappedPerson, key: string): string | null {
  const value = person.attributes[key];
  return typeof value === 'string' ? value : null;
}
