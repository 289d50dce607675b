import { describe, expect, it } from 'vitest';
import { compileExpression } from '../../../src/jmespath/expression.ts';
import { evaluate } from './evaluate.ts';

const nested = (levels: number): unknown => JSON.parse(`${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}`);

describe('an inherited property', () => {
  it.each([
    'constructor',
    'constructor.name',
    'toString',
    'hasOwnProperty',
    '__proto__',
    '__proto__.constructor',
    'a.constructor',
    'a.__proto__',
    'a.b.__proto__.toString',
    'list.length',
    'list[0].constructor',
    'text.length',
  ])('is not part of a payload: %s', (expression) => {
    const given = { a: { b: {} }, list: [{}], text: 'x' };
    expect(evaluate(expression, given)).toEqual({ result: null });
  });

  it('is not set by a name either', () => {
    const made = evaluate('{"__proto__": a, constructor: b}', { a: { evil: true }, b: 1 });
    expect(JSON.stringify(made)).toBe('{"result":{"__proto__":{"evil":true},"constructor":1}}');
    const merged = evaluate('merge(@, `{"x":1}`)', JSON.parse('{"__proto__":{"evil":true}}'));
    expect(JSON.stringify(merged)).toBe('{"result":{"__proto__":{"evil":true},"x":1}}');
    expect(evaluate('merge(@, `{"x":1}`).evil', JSON.parse('{"__proto__":{"evil":true}}'))).toEqual({ result: null });
    expect(Object.hasOwn(Object.prototype, 'evil')).toBe(false);
  });

  it('is an own property when the payload says so', () => {
    expect(evaluate('__proto__.a', JSON.parse('{"__proto__":{"a":1}}'))).toEqual({ result: 1 });
  });
});

describe('an expression that costs too much', () => {
  const doubled = (step: string, times: number): string => Array.from({ length: times }, () => step).join(' | ');

  it.each([
    ['doubles a list', doubled('[@, @][]', 60), [1]],
    ['doubles a text', doubled("join('', [@, @])", 60), 'xy'],
    ['writes out shared parts', `${doubled('[@, @]', 60)} | to_string(@)`, 1],
    ['returns shared parts', doubled('[@, @]', 60), 1],
    ['returns shared parts in objects', doubled('{a: @, b: @}', 60), 1],
    ['compares shared parts', `{a: ${doubled('[@, @]', 40)}, b: ${doubled('[@, @]', 40)}} | a == b`, 1],
    [
      'loops in a loop',
      'a[*].[x[*].[y]]',
      { a: Array.from({ length: 1000 }, () => ({ x: Array(1000).fill({ y: 1 }) })) },
    ],
    ['maps in a map', 'map(&map(&@, @), @)', Array(1000).fill(Array(1000).fill(1))],
    ['filters a huge list', "[?@ == 'x']", Array(200_000).fill('y')],
    ['searches a long text for a long text', 'contains(a, b)', { a: 'a'.repeat(90_000), b: `${'a'.repeat(45_000)}b` }],
    [
      'compares a long beginning again and again',
      `[?starts_with(@, '${'y'.repeat(9000)}')]`,
      Array(80_000).fill(`${'y'.repeat(8999)}z`),
    ],
    ['sorts a huge list', 'sort(@)', Array(200_000).fill('y')],
    ['returns a huge text', '@', 'x'.repeat(1_000_001)],
  ])('stops when it %s', (_, expression, given) => {
    const start = performance.now();
    expect(evaluate(expression, given)).toEqual({ error: 'budget' });
    expect(performance.now() - start).toBeLessThan(2000);
  });

  it('has room for ten thousand elements', () => {
    const given = { people: Array.from({ length: 10_000 }, (_, id) => ({ id, name: `n${id}` })) };
    expect(evaluate("people[?name == 'n9999'].id | [0]", given)).toEqual({ result: 9999 });
  });

  it('starts anew with each payload', () => {
    const expression = compileExpression('length([*].[@])');
    if (!expression.ok) throw new Error(expression.fault.message);
    const given = Array(30_000).fill(1);
    for (let round = 0; round < 20; round += 1) expect(expression.value.evaluate(given)).toBe(30_000);
  });

  it('is not one with a slice that reaches far beyond its list', () => {
    expect(evaluate('[-999999999:999999999]', [1, 2])).toEqual({ result: [1, 2] });
    expect(evaluate('[999999999:-999999999:-1]', [1, 2])).toEqual({ result: [2, 1] });
  });
});

describe('a payload that is nested deeply', () => {
  it.each(['a', 'to_string(@)', 'a == b', '[a, a]', '*', 'not_null(a)'])(
    'does not overflow the stack: %s',
    (expression) => {
      const given = { a: nested(50_000), b: nested(50_000) };
      expect(evaluate(expression, given)).toEqual({ error: 'budget' });
    },
  );

  it('is evaluated at an ordinary depth', () => {
    expect(evaluate('to_string(@) == to_string(@)', nested(400))).toEqual({ result: true });
  });
});

it('keeps texts that are not well-formed', () => {
  expect(evaluate("join('-', [a, reverse(a), to_string(a)])", { a: '\ud800x' })).toEqual({
    result: '\ud800x-x\ud800-\ud800x',
  });
  expect(evaluate('length(a)', { a: '\udc00\ud800' })).toEqual({ result: 2 });
});
