import type { LookupMiss } from '../../jmespath/functions/lookup-tables.ts';
import type { RecordError } from '../shared/record-error.ts';
import type { AttributeValue, EmploymentStatus, UserRole } from '../user/attributes.ts';

/** The same in the tester, a preview, a dry run and a live sync. */
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
  included: boolean;
  primary: boolean;
  errors: RecordError[];
  /** Absent, the usual case, when every `lookup()` found its value. */
  unmapped?: LookupMiss[];
}

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
  readonly keepsOnNull: ReadonlySet<string>;
  /** Null: at once. */
  readonly createDaysBeforeHire: number | null;
  readonly expressions: ReadonlyMap<string, string>;
}

/**
 * Its hash is a user's fingerprint. Nulls are left out, so that a new attribute that nobody has yet changes
 * none. Equal means unchanged; different means look closer.
 */
export function fingerprintText(person: MappedPerson): string {
  const parts: unknown[] = [person.role];
  for (const key in person.attributes) {
    const value = person.attributes[key];
    if (value !== null) parts.push(key, value);
  }
  return JSON.stringify(parts);
}

export function textAttribute(person: MappedPerson, key: string): string | null {
  const value = person.attributes[key];
  return typeof value === 'string' ? value : null;
}
