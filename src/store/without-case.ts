import type { Bindings } from './bindings.ts';

/** SQLite nests at most 100 functions; no script has so many letters with case in one filter. */
const MOST_LETTERS = 60;

/** One letter in lower case; itself where lower case is more than one sign. */
const lowerOf = (letter: string): string => {
  const lower = letter.toLowerCase();
  return [...lower].length === 1 ? lower : letter;
};

/** A text for comparing without case: as `loweredSql` makes it of a column. */
export const lowered = (text: string): string => [...text].map(lowerOf).join('');

/** Upper and lower of each letter beyond ASCII that these texts hold. */
const pairsOf = (texts: readonly string[]): string[] => {
  const letters = new Set(texts.flatMap((text) => [...lowered(text)]).filter((letter) => letter > '\u007f'));
  return [...letters]
    .map((lower) => [lower.toUpperCase(), lower] as const)
    .filter(([upper, lower]) => upper !== lower && [...upper].length === 1)
    .slice(0, MOST_LETTERS)
    .flat();
};

/**
 * SQL for a text in lower case, far enough to compare it with these texts: SQLite's own `lower` knows ASCII alone, and a
 * letter that is in none of them needs no lowering, because it makes the texts differ anyway.
 */
export function loweredSql(sql: string, texts: readonly string[], bindings: Bindings): string {
  const pairs = pairsOf(texts);
  if (pairs.length === 0) return `lower(${sql})`;
  const list = bindings.add(JSON.stringify(pairs));
  return pairs.reduce(
    (inner, _, at) => (at % 2 === 0 ? `replace(${inner}, ${list}->>${at}, ${list}->>${at + 1})` : inner),
    `lower(${sql})`,
  );
}
