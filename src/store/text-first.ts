import type { Bindings } from './bindings.ts';

/** A LIKE pattern has at most 50 bytes in D1, and each sign may need a backslash. */
const MOST_LETTERS = 24;

/** The longest part of a text that stands in JSON as it is: ASCII without quotes, backslashes and control signs. */
const plainPart = (text: string): string =>
  (text.match(/[ !#-[\]-~]+/g) ?? [])
    .reduce((longest, one) => (one.length > longest.length ? one : longest), '')
    .slice(0, MOST_LETTERS);

/**
 * SQL that lets through every row whose JSON holds a text, and few others: it looks at the JSON as text, which spares
 * most rows being taken apart. What it lets through has yet to be looked at.
 * @param column holds JSON as JSON.stringify writes it
 */
export function textFirst(column: 'attributes' | 'next', text: string, bindings: Bindings): string {
  const part = plainPart(text);
  if (part === '') return 'true';
  return `${column} like ${bindings.add(`%${part.replace(/[\\%_]/g, '\\$&')}%`)} escape '\\'`;
}
