import { ok } from '../../../lib/result.ts';
import { type Coerced, isNothing, misfit, NOTHING } from './coerced.ts';
import { scalarText } from './text.ts';

/** @returns a list of texts without empty ones, null when none is left; `invalid_list` when it holds lists or objects */
export const toList = (value: unknown): Coerced<string[]> => {
  const texts: string[] = [];
  for (const element of Array.isArray(value) ? value : [value]) {
    if (isNothing(element)) continue;
    const text = scalarText(element);
    if (text === null) {
      return misfit(
        'invalid_list',
        'A list of texts is needed here, but it holds an object or another list. Name one field of each element, as in Groups[*].Name.',
      );
    }
    texts.push(text);
  }
  return texts.length === 0 ? NOTHING : ok(texts);
};
