import type { RecordError } from '../sync/words.ts';
import type { AttributeValue, Role, Status } from '../user/attributes.ts';
import type { Unmapped } from './jmespath/lookups.ts';

/** What a compiled mapping makes of one payload: pure data, the same for tester, preview, dry run and live sync. */
export interface MappedPerson {
  /**
   * Every attribute that has an expression, in mapping order; null where the expression gave nothing. An e-mail is null
   * without an error when the mapping skips people who have none.
   */
  attributes: Record<string, AttributeValue | null>;
  /** Null when the mapping has no status expression or it gave nothing: the person counts as active. */
  status: Status | null;
  /** Null leaves the role alone. */
  role: Role | null;
  /** False when an `include` expression says that this person is out of scope. */
  included: boolean;
  /** What the `primary_row` expression says; false without one. */
  primary: boolean;
  errors: RecordError[];
  /** Values that a `lookup()` did not find in its table; absent, the usual case, when it found all. */
  unmapped?: Unmapped[];
}

/** A mapping made ready to run. Built once per isolate and mapping version; keeps no state between payloads. */
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
