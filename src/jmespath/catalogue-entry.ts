import type { Tables } from './functions/lookup-tables.ts';

/** A function as the settings page and the docs show it. */
export interface FunctionEntry {
  name: string;
  /** How it is called; what may be left out is in brackets. */
  signature: string;
  /** What it gives, in one plain sentence. */
  sentence: string;
  example: { expression: string; payload: Record<string, unknown>; result: unknown; tables?: Tables };
}
