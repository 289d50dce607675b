import { DistinctCount } from '../../lib/distinct-count.ts';
import type { AttributeValue } from '../user/attributes.ts';
import type { MappedPerson } from './mapped-person.ts';

export interface FillRate {
  filled: number;
  distinct: number;
  /** People whose value does not fit: a sync fails them. */
  failed: number;
}

const valueKey = (value: AttributeValue): string => (typeof value === 'string' ? value : JSON.stringify(value));

export class FillRateCounter {
  people = 0;
  readonly #counts = new Map<string, { filled: number; failed: number; distinct: DistinctCount }>();

  add(person: MappedPerson): void {
    this.people += 1;
    for (const key in person.attributes) {
      const value = person.attributes[key];
      const count = this.#of(key);
      if (value === null || value === undefined) continue;
      count.filled += 1;
      count.distinct.add(valueKey(value));
    }
    for (const { attribute } of person.errors) if (attribute !== null) this.#of(attribute).failed += 1;
  }

  result(): Record<string, FillRate> {
    return Object.fromEntries(
      [...this.#counts].map(([key, { filled, failed, distinct }]) => [
        key,
        { filled, failed, distinct: distinct.count },
      ]),
    );
  }

  #of(key: string) {
    const known = this.#counts.get(key);
    if (known !== undefined) return known;
    const fresh = { filled: 0, failed: 0, distinct: new DistinctCount() };
    this.#counts.set(key, fresh);
    return fresh;
  }
}
