import { type LookupMiss, normalizeWord } from '../../jmespath/functions/lookup-tables.ts';

export interface UnmappedValue extends LookupMiss {
  people: number;
}

export interface UnmappedReport {
  /** Most people first. */
  values: UnmappedValue[];
  /** With at least one such value. */
  people: number;
  more: boolean;
}

// Stored with the counts of a chunk, whose row must stay well below a megabyte.
const MAX_VALUES_PER_TABLE = 200;
const MAX_VALUES = 1000;

/** The counts are stored under names with this prefix, beside those by outcome. A table's name has no colon. */
export const UNMAPPED_KEY_PREFIX = 'unmapped';
const PEOPLE_KEY = UNMAPPED_KEY_PREFIX;
const VALUE_PREFIX = `${UNMAPPED_KEY_PREFIX}:`;
const MORE_KEY = `${UNMAPPED_KEY_PREFIX}_more`;

/** Bounded, whatever a feed sends. */
export class UnmappedTally {
  readonly #values = new Map<string, UnmappedValue>();
  readonly #valuesByTable = new Map<string, number>();
  #people = 0;
  #more = 0;

  add(unmapped: readonly LookupMiss[] | undefined): void {
    if (unmapped === undefined) return;
    this.#people += 1;
    for (const { table, value } of unmapped) {
      const key = `${table}:${normalizeWord(value)}`;
      const known = this.#values.get(key);
      if (known) known.people += 1;
      else if (this.#hasRoom(table)) this.#values.set(key, { table, value, people: 1 });
      else this.#more += 1;
    }
  }

  #hasRoom(table: string): boolean {
    const count = this.#valuesByTable.get(table) ?? 0;
    if (count >= MAX_VALUES_PER_TABLE || this.#values.size >= MAX_VALUES) return false;
    this.#valuesByTable.set(table, count + 1);
    return true;
  }

  counts(): Record<string, number> {
    if (this.#people === 0) return {};
    const values = this.#values
      .values()
      .map(({ table, value, people }) => [`${VALUE_PREFIX}${table}:${value}`, people]);
    return {
      [PEOPLE_KEY]: this.#people,
      ...(this.#more > 0 && { [MORE_KEY]: this.#more }),
      ...Object.fromEntries(values),
    };
  }
}

export function summarizeUnmapped(
  counts: Iterable<readonly [key: string, count: number]>,
  limit: number,
): UnmappedReport {
  const values = new Map<string, UnmappedValue>();
  const report: UnmappedReport = { values: [], people: 0, more: false };
  for (const [key, count] of counts) {
    if (key === PEOPLE_KEY) report.people += count;
    else if (key === MORE_KEY) report.more = true;
    else if (key.startsWith(VALUE_PREFIX)) {
      const [table = '', ...rest] = key.slice(VALUE_PREFIX.length).split(':');
      const value = rest.join(':');
      const known = values.get(`${table}:${normalizeWord(value)}`);
      if (known) known.people += count;
      else values.set(`${table}:${normalizeWord(value)}`, { table, value, people: count });
    }
  }
  const found = [...values.values()].sort((a, b) => b.people - a.people || (a.value < b.value ? -1 : 1));
  report.values = found.slice(0, limit);
  report.more ||= found.length > limit;
  return report;
}
