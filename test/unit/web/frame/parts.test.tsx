import { describe, expect, test } from 'vitest';
import { zeroCounts } from '../../../../src/domain/sync/vocabulary.ts';
import { Diff, diffParts } from '../../../../src/web/frame/diff.tsx';
import { homeUrl, sectionsFor } from '../../../../src/web/frame/navigation.ts';
import { OutcomeBar } from '../../../../src/web/frame/status.tsx';
import { formatDuration, formatRelativeTime } from '../../../../src/web/frame/time.tsx';

const text = async (part: unknown): Promise<string> => String(await part);

describe('the difference of two texts', () => {
  test.each([
    ['Engineering / Platform', 'Engineering / Data', ['Engineering / ', 'Platform', 'Data', '']],
    ['Security Analyst', 'Senior Security Analyst', ['', '', 'Senior ', 'Security Analyst']],
    ['Sales Manager', 'Sales Engineer', ['Sales ', 'Manager', 'Engineer', '']],
    ['SQL, Go', 'SQL, Go, Rust', ['SQL, Go', '', ', Rust', '']],
    ['a b a', 'a', ['a', ' b a', '', '']],
    ['aa', 'a', ['a', 'a', '', '']],
    ['same', 'same', ['same', '', '', '']],
    ['', 'new', ['', '', 'new', '']],
    ['ann@a.example', 'anna@a.example', ['ann', '', 'a', '@a.example']],
    ['👩🏻', '👩🏽', ['👩', '🏻', '🏽', '']],
  ])('is marked by word: %s → %s', (before, after, [start, gone, come, end]) => {
    expect(diffParts(before, after)).toEqual({ start, before: gone, after: come, end });
  });

  test('is escaped where it is shown', async () => {
    const shown = await text(<Diff before={null} after="<img src=x>" />);
    expect(shown).toContain('no value');
    expect(shown).toContain('<mark>&lt;img src=x&gt;</mark>');
    expect(await text(<Diff before="gone" after={null} />)).toMatch(/after: <\/span><span class="muted">no value/);
  });
});

describe('times on pages', () => {
  const now = Date.UTC(2026, 10, 22, 12);
  test.each([
    [0, 'just now'],
    [59_000, 'just now'],
    [60_000, '1 min ago'],
    [3_599_000, '59 min ago'],
    [7_200_000, '2 h ago'],
    [86_400_000 * 3, '3 d ago'],
    [-30_000, 'in a moment'],
    [-7_200_000, 'in 2 h'],
  ])('show %d ms ago as %s', (before, words) => expect(formatRelativeTime(now - before, now)).toBe(words));

  test.each([
    [0, 'under 1 s'],
    [48_000, '48 s'],
    [120_000, '2 min'],
    [200_000, '3 min 20 s'],
    [7_500_000, '2 h 5 min'],
  ])('show %d ms as lasting %s', (milliseconds, words) => expect(formatDuration(milliseconds)).toBe(words));
});

describe('the outcome bar', () => {
  const widths = (svg: string) =>
    [...svg.matchAll(/class="fill-(\w+)" x="([\d.]+)"[^>]* width="([\d.]+)"/g)].map((m) => [
      m[1],
      Number(m[2]),
      Number(m[3]),
    ]);

  test('shows one failed person among 100,000, and fills its width', async () => {
    const bar = widths(await text(<OutcomeBar counts={{ ...zeroCounts(), skipped: 99_999, failed: 1 }} />));
    expect(bar.map(([outcome]) => outcome)).toEqual(['skipped', 'failed']);
    const last = bar.at(-1);
    expect(last?.[2]).toBeGreaterThan(1.9);
    expect(Number(last?.[1]) + Number(last?.[2])).toBeCloseTo(100, 1);
  });

  test('links counts that are there, and lets zero counts recede', async () => {
    const bar = await text(
      <OutcomeBar counts={{ ...zeroCounts(), updated: 1200 }} href={(outcome) => `?outcome=${outcome}`} />,
    );
    expect(bar).toContain('<a class="outcome-count text-updated" href="?outcome=updated">1,200 updated</a>');
    expect(bar).toContain('<span class="outcome-count outcome-none">0 failed</span>');
  });

  test('draws nothing for nobody', async () => {
    expect(await text(<OutcomeBar counts={zeroCounts()} />)).not.toContain('<rect');
  });
});

test('a viewer finds no syncs in the navigation', () => {
  expect(sectionsFor('viewer').map(({ key }) => key)).toEqual(['users']);
  expect([homeUrl('acme', 'viewer'), homeUrl('acme', 'admin')]).toEqual(['/acme/users', '/acme/syncs']);
});
