import { describe, expect, it } from 'vitest';
import { type Coerced, isAffirmative, toBoolean, toRole } from '../../../../../src/domain/mapping/coerce/values.ts';

const outcome = (coerced: Coerced<unknown>): unknown => (coerced.ok ? coerced.value : coerced.fault.code);

describe('a boolean and a role', () => {
  it.each([true, 1, '1', 'true', 'TRUE', ' Yes ', 'y'])('are true for %j', (value) => {
    expect(outcome(toBoolean(value))).toBe(true);
    expect(outcome(toRole(value))).toBe('restricted');
    expect(isAffirmative(value)).toBe(true);
  });

  it.each([false, 0, '0', 'false', 'False', 'No', 'n'])('are false for %j', (value) => {
    expect(outcome(toBoolean(value))).toBe(false);
    expect(outcome(toRole(value))).toBe('regular');
    expect(isAffirmative(value)).toBe(false);
  });

  it.each([2, -1, 'maybe', 'on', [], {}, [true], 'yes please'])('refuse %j', (value) => {
    expect(outcome(toBoolean(value))).toBe('invalid_boolean');
    expect(outcome(toRole(value))).toBe('invalid_role');
  });

  it.each([null, undefined, '', ' '])('are nothing for %j', (value) => {
    expect(outcome(toBoolean(value))).toBeNull();
    expect(outcome(toRole(value))).toBeNull();
  });

  it('read the truth of an include expression as JMESPath does where there is no word', () => {
    expect(['x', 2, [1], { a: 1 }].map(isAffirmative)).toEqual([true, true, true, true]);
    expect([null, '', [], {}].map(isAffirmative)).toEqual([false, false, false, false]);
  });
});
