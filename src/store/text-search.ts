import { type SQL, type SQLWrapper, sql } from 'drizzle-orm';

/** SQLite nests at most 100 functions; no script has so many letters with case in one filter. */
const MAX_FOLDED_LETTERS = 60;
/** A LIKE pattern has at most 50 bytes in D1, and each sign may need a backslash. */
const MAX_PATTERN_LETTERS = 24;

/** Itself where lower case is more than one sign. */
const lowerLetter = (letter: string): string => {
  const lower = letter.toLowerCase();
  return [...lower].length === 1 ? lower : letter;
};

/** As `foldCaseSql` makes it of a column. */
export const foldCase = (text: string): string => [...text].map(lowerLetter).join('');

/** Letters beyond ASCII, flat: upper, lower, upper, lower. */
const casePairs = (texts: readonly string[]): string[] => {
  const letters = new Set(texts.flatMap((text) => [...foldCase(text)]).filter((letter) => letter > '\u007f'));
  return [...letters]
    .map((lower) => [lower.toUpperCase(), lower] as const)
    .filter(([upper, lower]) => upper !== lower && [...upper].length === 1)
    .slice(0, MAX_FOLDED_LETTERS)
    .flat();
};

/**
 * A text in lower case, far enough to compare it with these texts: SQLite's own `lower` knows ASCII alone, and a letter
 * that is in none of them needs no lowering, because it makes the texts differ anyway.
 */
export function foldCaseSql(text: SQLWrapper, texts: readonly string[]): SQL {
  const pairs = casePairs(texts);
  const list = JSON.stringify(pairs);
  // A number is bound as a floating-point one, which is no index of a list.
  const letter = (at: number): SQL => sql`${list}->>${sql.raw(String(at))}`;
  return pairs.reduce(
    (inner, _, at) => (at % 2 === 0 ? sql`replace(${inner}, ${letter(at)}, ${letter(at + 1)})` : inner),
    sql`lower(${text})`,
  );
}

/** What stands in JSON as it is: ASCII without quotes, backslashes and control signs. */
const longestPlainPart = (text: string): string =>
  (text.match(/[ !#-[\]-~]+/g) ?? [])
    .reduce((longest, one) => (one.length > longest.length ? one : longest), '')
    .slice(0, MAX_PATTERN_LETTERS);

/**
 * Lets through every row whose JSON holds a text, and few others: it looks at the JSON as text, which spares most rows
 * being taken apart. What it lets through has yet to be looked at.
 * @param column holds JSON as JSON.stringify writes it
 */
export function jsonTextPrefilter(column: SQLWrapper, text: string): SQL {
  const part = longestPlainPart(text);
  if (part === '') return sql`true`;
  return sql`${column} like ${`%${part.replace(/[\\%_]/g, '\\$&')}%`} escape '\\'`;
}
