import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compileMappingExpression } from '../../../../src/domain/mapping/expression.ts';
import { expressionForPath, type PayloadPath } from '../../../../src/domain/mapping/payload-path.ts';

const emails = [
  { Type: 'Home', Email: 'a@home.example' },
  { Type: 'Work', Email: 'a@work.example' },
];

describe('the expression for a value of a payload', () => {
  test.each([
    [{ Title: 'x' }, ['Title'], 'Title'],
    [{ 'Full Name': 'x' }, ['Full Name'], '"Full Name"'],
    [{ a: { 'b"c': 1 } }, ['a', 'b"c'], 'a."b\\"c"'],
    [{ Skills: ['x', 'y'] }, ['Skills', 1], 'Skills[1]'],
    [{ Emails: emails }, ['Emails', 1, 'Email'], "Emails[?Type=='Work'].Email | [0]"],
    [{ Emails: [emails[1], emails[1]] }, ['Emails', 0, 'Email'], 'Emails[0].Email'],
    [{ Emails: [{ Type: "It's", Email: 'a' }] }, ['Emails', 0, 'Email'], "Emails[?Type=='It\\'s'].Email | [0]"],
    [{ Emails: [{ Email: 'a', primary: true }] }, ['Emails', 0, 'Email'], 'Emails[?primary].Email | [0]'],
    [{ Emails: [{ Email: 'a', primary: '1' }] }, ['Emails', 0, 'Email'], "Emails[?primary=='1'].Email | [0]"],
    [{ a: [[1]] }, ['a', 0, 0], 'a[0][0]'],
    ['top', [], '@'],
  ] as [unknown, PayloadPath, string][])('for %j at %j is %s', (payload, steps, expression) =>
    expect(expressionForPath(payload, steps)).toBe(expression),
  );
});

/** Every way to a plain value in a payload. */
function* ways(value: unknown, steps: (string | number)[] = []): Generator<{ steps: PayloadPath; value: unknown }> {
  if (Array.isArray(value)) for (const [at, one] of value.entries()) yield* ways(one, [...steps, at]);
  else if (typeof value === 'object' && value !== null) {
    for (const [key, one] of Object.entries(value)) yield* ways(one, [...steps, key]);
  } else yield { steps, value };
}

test('gives that value back, whatever the payload', () => {
  const key = fc.oneof(
    fc.constantFrom('Type', 'Email', '__proto__', 'constructor', "a'b", 'Ünï', '\ud800', ''),
    fc.string(),
  );
  const { tree } = fc.letrec((tie) => ({
    tree: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      fc.string({ unit: 'binary' }),
      fc.integer(),
      fc.constant(null),
      fc.array(tie('tree'), { maxLength: 4 }),
      fc
        .uniqueArray(fc.tuple(key, tie('tree')), { maxLength: 4, selector: ([name]) => name })
        .map((entries) => Object.fromEntries(entries)),
    ),
  }));
  fc.assert(
    fc.property(tree, (payload) => {
      for (const way of ways(payload)) {
        const read = compileMappingExpression(expressionForPath(payload, way.steps));
        expect(read.ok && read.value.evaluate(payload)).toEqual(way.value);
      }
    }),
    { numRuns: 300 },
  );
});
