import { BudgetError } from '../syntax/faults.ts';

/** Of one evaluation: some milliseconds at worst. */
const MAX_STEPS = 250_000;
/** Of one evaluation, its result included. */
const MAX_CHARACTERS = 1_000_000;
/** Levels of a compared or returned value; deeper ones overflow the stack of JSON.stringify. */
export const MAX_VALUE_DEPTH = 500;

/**
 * What one evaluation may still cost. Only loops are charged, each element with the size of what is evaluated on it: all
 * else is bounded by the length of the expression.
 */
export class Budget {
  #steps = MAX_STEPS;
  #characters = MAX_CHARACTERS;

  /** One budget serves all evaluations of an expression, one after the other. */
  reset(): void {
    this.#steps = MAX_STEPS;
    this.#characters = MAX_CHARACTERS;
  }

  charge(steps: number): void {
    this.#steps -= steps;
    if (this.#steps < 0) {
      throw new BudgetError(
        `The expression took more than ${MAX_STEPS} steps with this record. Narrow the lists that it goes through.`,
      );
    }
  }

  chargeCharacters(characters: number): void {
    this.#characters -= characters;
    if (this.#characters < 0) {
      throw new BudgetError(`The expression produced more than ${MAX_CHARACTERS} characters with this record.`);
    }
  }

  /** 64 characters are a step. */
  chargeRead(text: string): void {
    if (text.length > 64) this.charge(text.length >> 6);
  }

  /** A search may compare every character of the part at every place of the text. */
  chargeSearch(text: string, part: string): void {
    this.charge(Math.ceil((text.length * part.length) / 4096));
  }

  /** Shared parts count each time, as they do in JSON. */
  chargeValue(value: unknown, depth = 0): void {
    if (typeof value === 'string') this.chargeCharacters(value.length);
    if (typeof value !== 'object' || value === null) return;
    if (depth >= MAX_VALUE_DEPTH) {
      throw new BudgetError(`The expression met a value that is nested more than ${MAX_VALUE_DEPTH} levels deep.`);
    }
    if (Array.isArray(value)) {
      this.charge(value.length);
      for (const element of value) this.chargeValue(element, depth + 1);
      return;
    }
    for (const [key, member] of Object.entries(value)) {
      this.charge(1);
      this.chargeCharacters(key.length);
      this.chargeValue(member, depth + 1);
    }
  }
}
