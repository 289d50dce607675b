import { fail, ok, type Result } from '../../lib/result.ts';
import { type Fault, fault } from '../fault.ts';
import { parsePayload } from './payload.ts';

/** A pasted payload is tried again with every key that is pressed. */
export const MOST_PASTED = 65_536;

const bytesOf = (text: string): number =>
  text.length > MOST_PASTED ? text.length : new TextEncoder().encode(text).length;

/** Where JSON.parse gave up, in the words of people; V8 quotes some of the text, which helps nobody. */
function placeIn(error: unknown): string {
  const said = error instanceof Error ? error.message : '';
  const [, line, column] = /line (\d+) column (\d+)/.exec(said) ?? [];
  if (line !== undefined) return `, at line ${line}, character ${column}`;
  const [, at] = /position (\d+)/.exec(said) ?? [];
  return at === undefined ? ': it ends too early' : `, at character ${Number(at) + 1}`;
}

/** Reads a payload that somebody pasted, as a sync reads one. @returns fault `invalid_body`, in words for a form */
export function readPasted(text: string): Result<unknown, Fault> {
  if (bytesOf(text) > MOST_PASTED)
    return fail(fault('invalid_body', 'This payload is larger than 64 KB. Paste a smaller one.'));
  try {
    return ok(parsePayload(text));
  } catch (error) {
    return fail(fault('invalid_body', `This payload is not valid JSON${placeIn(error)}. Paste one JSON object.`));
  }
}
