import { DATE_AND_TABLE_ENTRIES, WORD_ENTRIES } from './catalogue/beyond-standard.ts';
import type { FunctionEntry } from './catalogue/entry.ts';
import { LIST_ENTRIES } from './catalogue/standard-lists.ts';
import { NUMBER_ENTRIES } from './catalogue/standard-numbers.ts';
import { TEXT_ENTRIES } from './catalogue/standard-texts.ts';

export type { FunctionEntry } from './catalogue/entry.ts';

const told = (entries: readonly FunctionEntry[], beyondStandard: boolean) =>
  entries.map((entry) => ({ ...entry, beyondStandard }));

/** Every function that an expression may call: ours first, which people need most, then those of the specification. */
export const FUNCTIONS_CATALOGUE: readonly (FunctionEntry & {
  /** False for the 26 functions that every JMESPath has. */
  beyondStandard: boolean;
})[] = [
  ...told([...WORD_ENTRIES, ...DATE_AND_TABLE_ENTRIES], true),
  ...told([...TEXT_ENTRIES, ...LIST_ENTRIES, ...NUMBER_ENTRIES], false),
];
