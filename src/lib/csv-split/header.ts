import { fail, ok, type Result } from '../result.ts';
import { type CsvFault, csvFault } from './fault.ts';

const COMMA = 0x2c;
const DELIMITERS = [COMMA, 0x3b, 0x09];

/** @returns the most frequent one outside quotes; a comma when there is none */
export function detectDelimiter(line: Uint8Array): number {
  const counts = new Map<number, number>();
  let quoted = false;
  for (const byte of line) {
    if (byte === 0x22) quoted = !quoted;
    else if (!quoted && DELIMITERS.includes(byte)) counts.set(byte, (counts.get(byte) ?? 0) + 1);
  }
  const count = (byte: number): number => counts.get(byte) ?? 0;
  return DELIMITERS.reduce((best, byte) => (count(byte) > count(best) ? byte : best), COMMA);
}

/** Typographic and plain apostrophes are equal. */
const normalizedName = (name: string): string => name.normalize('NFC').replaceAll('’', "'").trim();
const lettersOf = (name: string): string =>
  normalizedName(name)
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '');

/** Levenshtein distance, at most 3. */
function editDistance(left: string, right: string): number {
  if (Math.abs(left.length - right.length) > 2) return 3;
  let row = Array.from({ length: right.length + 1 }, (_, index) => index);
  for (let i = 1; i <= left.length; i++) {
    const next = [i];
    for (let j = 1; j <= right.length; j++) {
      const change = (row[j - 1] ?? 0) + (left[i - 1] === right[j - 1] ? 0 : 1);
      next.push(Math.min(change, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return Math.min(3, row[right.length] ?? 3);
}

function nearestMissing(name: string, missing: string[]): string | undefined {
  const plain = lettersOf(name).slice(0, 100);
  if (plain === '') return undefined;
  const maxDistance = (wanted: string): number => (wanted.length > 5 ? 2 : 1);
  return (
    missing.find((wanted) => lettersOf(wanted) === plain) ??
    missing.find((wanted) => editDistance(plain, lettersOf(wanted)) <= maxDistance(lettersOf(wanted)))
  );
}

/**
 * An empty name becomes `column 3`, because keys must be unique.
 * @param expected required columns, in any order; null requires none. @returns fault `header_mismatch`
 */
export function readColumns(headerNames: string[], expected: readonly string[] | null): Result<string[], CsvFault> {
  const names = headerNames.map((name, index) => (name.trim() === '' ? `column ${index + 1}` : name));
  const repeated = names.find((name, index) => names.indexOf(name) !== index);
  if (repeated !== undefined) {
    return fail(csvFault('header_mismatch', 0, { case: 'repeated', column: repeated }));
  }
  if (!expected) return ok(names);
  const known = new Set(expected.map(normalizedName));
  const present = new Set(names.map(normalizedName));
  const missing = expected.filter((name) => !present.has(normalizedName(name)));
  if (missing.length === 0) return ok(names);
  const unexpected = names.filter((name) => !known.has(normalizedName(name)));
  const guesses = unexpected.map((name) => ({ name, meant: nearestMissing(name, missing) ?? null }));
  const misspelled = guesses.filter(({ meant }) => meant !== null);
  const params = {
    case: 'missing' as const,
    missing,
    misspelled: misspelled.map(({ name }) => name),
    meant: misspelled.map(({ meant }) => meant ?? ''),
    others: guesses.filter(({ meant }) => meant === null).map(({ name }) => name),
  };
  return fail(csvFault('header_mismatch', 0, params, { missing, unexpected: unexpected.slice(0, 20) }));
}
