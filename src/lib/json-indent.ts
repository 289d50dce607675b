const WHITE_SPACE = new Set([' ', '\t', '\n', '\r']);

/** Where the text that begins with a quote at `at` ends, exclusive. */
function endOfString(json: string, at: number): number {
  let end = at + 1;
  while (end < json.length && json[end] !== '"') end += json[end] === '\\' ? 2 : 1;
  return Math.min(end + 1, json.length);
}

const nextToken = (json: string, at: number): number => {
  let next = at;
  while (next < json.length && WHITE_SPACE.has(json[next] ?? '')) next += 1;
  return next;
};

/**
 * JSON with a line for each value, token for token as it came in: numbers keep their digits, keys their order, repeated
 * keys stay. What is not JSON comes out as something, never as an error.
 */
export function indentJson(json: string): string {
  let out = '';
  let depth = 0;
  const line = () => `\n${'  '.repeat(depth)}`;
  for (let at = 0; at < json.length; at += 1) {
    const sign = json[at] ?? '';
    if (WHITE_SPACE.has(sign)) continue;
    if (sign === '"') {
      const end = endOfString(json, at);
      out += json.slice(at, end);
      at = end - 1;
    } else if (sign === '{' || sign === '[') {
      const next = nextToken(json, at + 1);
      const closes = json[next] === '}' || json[next] === ']';
      if (closes) {
        out += sign + json[next];
        at = next;
        continue;
      }
      depth += 1;
      out += sign + line();
    } else if (sign === '}' || sign === ']') {
      depth = Math.max(0, depth - 1);
      out += line() + sign;
    } else if (sign === ',') out += sign + line();
    else out += sign === ':' ? ': ' : sign;
  }
  return out;
}
