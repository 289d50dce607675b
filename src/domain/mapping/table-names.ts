import { readExpression } from './column-name.ts';
import { Lookups } from './jmespath/lookups.ts';

/** Every text in a JSON value. Without recursion: what a program sends may be nested deeply. */
function* textsIn(body: unknown): Generator<string> {
  const waiting = [body];
  while (waiting.length > 0) {
    const value = waiting.pop();
    if (typeof value === 'string') yield value;
    else if (typeof value === 'object' && value !== null) for (const part of Object.values(value)) waiting.push(part);
  }
}

/**
 * The value tables that a mapping names with `lookup()`, in order of the alphabet.
 * @param body a mapping, checked or not; one expression as a text will do
 */
export function tableNamesIn(body: unknown): string[] {
  const lookups = new Lookups();
  for (const text of textsIn(body)) if (text.includes('lookup')) readExpression(text, lookups);
  return [...new Set(lookups.named.map(({ name }) => name))].sort();
}
