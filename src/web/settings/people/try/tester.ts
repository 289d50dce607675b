import type { Child } from 'hono/jsx';
import { createContext, useContext } from 'hono/jsx';

/** What the tester has to say on a page of a mapping. */
export interface Tester {
  /** Where expressions are tried; the person chosen is in the address. */
  at: string;
  /** What is known of an expression, by its place in the mapping's body. */
  results: ReadonlyMap<string, Child>;
}

/** Around the fields of a mapping; without it they show no results. */
export const TesterContext = createContext<Tester | null>(null);

export const useTester = (): Tester | null => useContext(TesterContext);

/** Where the result of an expression is shown. */
export const resultId = (name: string): string => `${name}-result`;

/** Where it is shown how many people have a value. */
export const fillId = (name: string): string => `${name}-fill`;
