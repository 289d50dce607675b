export type Tables = Readonly<Record<string, Readonly<Record<string, string>>>>;

export interface LookupMiss {
  table: string;
  /** As it came, trimmed, at most 200 characters. */
  value: string;
}

/** Of one payload. */
const MAX_MISSES = 20;
const MAX_MISS_LENGTH = 200;

const indexTable = (table: Readonly<Record<string, string>>): ReadonlyMap<string, string> => {
  const words = new Map<string, string>();
  for (const [word, text] of Object.entries(table)) {
    const key = normalizeWord(word);
    // Of two spellings of one word the first counts, whatever comes later.
    if (!words.has(key)) words.set(key, text);
  }
  return words;
};

export class LookupContext {
  readonly references: { name: string; position: number }[] = [];
  readonly #tables: Tables;
  readonly #indexes = new Map<string, ReadonlyMap<string, string>>();
  #misses: LookupMiss[] = [];

  constructor(tables: Tables = {}) {
    this.#tables = tables;
  }

  has(name: string): boolean {
    return Object.hasOwn(this.#tables, name);
  }

  /** By normalized words, indexed once however many expressions name it; null when there is none. */
  get(name: string): ReadonlyMap<string, string> | null {
    const known = this.#indexes.get(name);
    if (known !== undefined) return known;
    const table = this.has(name) ? this.#tables[name] : undefined;
    if (table === undefined) return null;
    const words = indexTable(table);
    this.#indexes.set(name, words);
    return words;
  }

  recordMiss(table: string, value: string): void {
    if (this.#misses.length >= MAX_MISSES) return;
    // Half a surrogate pair at the cut would not be valid text in a store.
    const text = value.slice(0, MAX_MISS_LENGTH).toWellFormed();
    if (this.#misses.some((miss) => miss.table === table && miss.value === text)) return;
    this.#misses.push({ table, value: text });
  }

  /** Since the last call; null, the usual case, without any. */
  takeMisses(): LookupMiss[] | null {
    if (this.#misses.length === 0) return null;
    const misses = this.#misses;
    this.#misses = [];
    return misses;
  }
}

export const normalizeWord = (word: string): string => word.trim().toLowerCase();
