import { readFileSync } from 'node:fs';
import { URL } from 'node:url';
import { describe, expect, test } from 'vitest';

const css = readFileSync(new URL('../../../public/assets/app.css', import.meta.url), 'utf8');

const tokens = new Map(
  [...css.matchAll(/--([\w-]+): light-dark\((#\w{6}), (#\w{6})\)/g)].map(([, name = '', light = '', dark = '']) => [
    name,
    { light, dark },
  ]),
);
const token = (name: string) => tokens.get(name) ?? { light: '', dark: '' };

/** WCAG 2 contrast of two colours. */
function contrast(a: string, b: string): number {
  const luminance = (hex: string): number => {
    const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
      const c = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
      return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const [high = 0, low = 0] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (high + 0.05) / (low + 0.05);
}

const GROUNDS = ['bg', 'bg-rail', 'bg-soft', 'bg-raised'];
const WORDS = ['ink', 'ink-2', 'ink-3', 'accent', 'green', 'blue', 'teal', 'purple', 'amber', 'red', 'grey'];
const PAIRS = [
  ...GROUNDS.flatMap((ground) => WORDS.map((word) => [word, ground, 4.5] as const)),
  ...['green', 'blue', 'teal', 'purple', 'amber', 'red', 'grey'].map((word) => [word, `${word}-soft`, 4.5] as const),
  ['on-accent', 'accent', 4.5],
  ['on-accent', 'accent-strong', 4.5],
  ['accent-strong', 'accent-soft', 4.5],
  ['ink-2', 'accent-soft', 4.5],
  ['ink-2', 'grey-soft', 4.5],
  ['line-control', 'bg', 3],
  ['line-control', 'grey-soft', 3],
  ['accent', 'bg', 3],
] as const;

describe('the stylesheet', () => {
  test.each(PAIRS)('makes %s on %s legible in light and dark', (word, ground, least) => {
    expect(contrast(token(word).light, token(ground).light)).toBeGreaterThanOrEqual(least);
    expect(contrast(token(word).dark, token(ground).dark)).toBeGreaterThanOrEqual(least);
  });

  test('has no colour outside its tokens', () => {
    const rules = css.slice(css.indexOf('/* ── Elements'));
    expect(rules.match(/#[0-9a-f]{3,8}\b(?=[;\s,)])|rgb\(|hsl\(|oklch\(/gi)).toBeNull();
  });

  test('uses only tokens that exist', () => {
    const known = new Set([...css.matchAll(/^\s*--([\w-]+):/gm)].map((match) => match[1]));
    expect(
      [...css.matchAll(/var\(--([\w-]+)\)/g)].map((match) => match[1]).filter((name) => !known.has(name ?? '')),
    ).toEqual([]);
  });
});
