import type { Attributes, AttributeValue } from './attributes.ts';

export interface AttributeChange {
  attribute: string;
  before: unknown;
  after: unknown;
}

const isSameValue = (a: AttributeValue | undefined, b: AttributeValue): boolean =>
  a === b ||
  (Array.isArray(a) && Array.isArray(b) && a.length === b.length && a.every((item, index) => item === b[index]));

/**
 * An attribute without an expression is never touched.
 * @param mapped every mapped attribute; null where the expression gave nothing
 * @param keepsOnNull attributes whose old value stays on null; an employee ID always does
 * @returns the changes in mapping order, and the attributes after them
 */
export function diffAttributes(
  before: Attributes,
  mapped: Record<string, AttributeValue | null>,
  keepsOnNull: ReadonlySet<string>,
): { changes: AttributeChange[]; after: Attributes } {
  const changes: AttributeChange[] = [];
  const after: Attributes = { ...before };
  for (const [attribute, value] of Object.entries(mapped)) {
    const old = Object.hasOwn(before, attribute) ? before[attribute] : undefined;
    if (value === null) {
      if (old === undefined || attribute === 'employee_id' || keepsOnNull.has(attribute)) continue;
      delete after[attribute];
      changes.push({ attribute, before: old, after: null });
    } else if (!isSameValue(old, value)) {
      after[attribute] = value;
      changes.push({ attribute, before: old ?? null, after: value });
    }
  }
  return { changes, after };
}
