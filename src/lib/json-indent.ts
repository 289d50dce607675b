import { format } from 'jsonc-parser';

/** Numbers keep their digits, keys their order, repeated keys stay. Invalid JSON gives some text, never an error. */
export function indentJson(json: string): string {
  let out = '';
  let at = 0;
  // Not by the library's applyEdits, which copies the whole text for each edit.
  for (const { offset, length, content } of format(json, undefined, { insertSpaces: true, tabSize: 2, eol: '\n' })) {
    out += json.slice(at, offset) + content;
    at = offset + length;
  }
  return out + json.slice(at);
}
