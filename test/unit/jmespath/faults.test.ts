import { describe, expect, it } from 'vitest';
import { compileExpression } from '../../../src/jmespath/expression.ts';

const faultOf = (text: string) => {
  const expression = compileExpression(text);
  return expression.ok ? null : expression.fault;
};

describe('a fault in an expression', () => {
  it.each([
    ['Name..First', 5, '. cannot stand here: a name belongs after the dot.'],
    ['Name.', 5, 'The expression ends too early: a name belongs after the dot.'],
    ['', 0, 'The expression ends too early.'],
    ["Emails[?type == 'work'", 22, 'The expression ends too early: a ] is missing.'],
    ["'Ann", 0, "The ' that opens here is never closed."],
    ['`{"a": 1', 0, 'The ` that opens here is never closed.'],
    ['a = b', 2, 'A single = means nothing here. Compare with ==.'],
    ['a == ‘b’', 5, '‘ is a typographic quote. Use \' around text, " around a name.'],
    ['a # b', 2, 'The character "#" has no meaning here.'],
    ['[a b]', 3, 'b cannot stand here: a ] is missing.'],
    ['(a b)', 3, 'b cannot stand here: a ) is missing.'],
    ['()', 1, ') cannot stand here.'],
    ['a[-]', 2, 'The character "-" has no meaning here.'],
    ['&a', 0, '& cannot stand here: & belongs before an argument of sort_by, max_by, min_by or map.'],
  ])('says what is wrong with %s, and where', (text, position, message) => {
    expect(faultOf(text)).toEqual({ kind: 'syntax', position, message });
  });

  it('is found in a call before any record is seen', () => {
    expect(faultOf('a || uper(b)')).toMatchObject({ kind: 'unknown-function', position: 5 });
    expect(faultOf('a || join(b)')).toEqual({
      kind: 'invalid-arity',
      position: 5,
      message: 'join() takes 2 arguments, not 1.',
    });
    expect(faultOf('sort_by(people, age)')).toMatchObject({ kind: 'invalid-type', position: 16 });
    expect(faultOf('length(&a)')).toMatchObject({ kind: 'invalid-type', position: 7 });
    expect(faultOf('a[::0]')).toMatchObject({ kind: 'invalid-value', position: 4 });
  });

  it('is raised for more than 10,000 characters, and not for fewer', () => {
    expect(faultOf('a'.repeat(10_000))).toBeNull();
    expect(faultOf('a'.repeat(10_001))).toMatchObject({ kind: 'syntax', position: 10_000 });
  });

  it.each(['(', '[', '!', 'f(', '{a:', '[?', 'a[*].[', '*.', '[*]', '[]', "'a'||(", '&'])(
    'is raised for deep nesting with %s, without a stack overflow',
    (opening) => {
      expect(faultOf(opening.repeat(Math.floor(10_000 / opening.length)))).toMatchObject({ kind: 'syntax' });
    },
  );

  it.each(['.a', '[0]', '|a', '||a', '&&a', '==a', '[]', '[?a]'])('is raised for an endless chain of %s', (link) => {
    expect(faultOf(`a${link.repeat(2000)}`)).toMatchObject({ kind: 'syntax' });
  });

  it('is not raised for sixty alternatives or a deep path', () => {
    expect(faultOf(Array.from({ length: 60 }, (_, at) => `(a == '${at}' && 'x${at}')`).join(' || '))).toBeNull();
    expect(faultOf(Array.from({ length: 90 }, () => 'a').join('.'))).toBeNull();
  });
});
