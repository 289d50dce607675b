import { tryParseJson } from '../../lib/json.ts';
import { COMPARATORS } from './ast.ts';
import { ExpressionError } from './faults.ts';

const PUNCTUATION = [
  ...COMPARATORS,
  ...(['.', '*', ',', ':', '@', '(', ')', '{', '}', '[', ']', '[]', '[?', '&', '&&', '|', '||', '!'] as const),
] as const;
export type Punctuation = (typeof PUNCTUATION)[number];

export type SyntaxToken = { position: number } & (
  | { type: 'symbol'; symbol: Punctuation }
  | { type: 'identifier'; name: string; quoted: boolean }
  | { type: 'number'; value: number }
  | { type: 'literal'; value: unknown }
  | { type: 'end' }
);

const SPACE = /[ \t\r\n]+/y;
const IDENTIFIER = /[A-Za-z_][A-Za-z0-9_]*/y;
const NUMBER = /-?[0-9]+/y;
const SYMBOL = /\[\]|\[\?|&&|\|\||==|!=|<=|>=|[.*,:@(){}[\]&|!<>]/y;
// In each form a backslash takes the next character with it, so that an escaped quote does not close it.
const QUOTED_IDENTIFIER = /"((?:[^"\\]|\\.)*)"/sy;
const RAW_STRING = /'((?:[^'\\]|\\.)*)'/sy;
const LITERAL = /`((?:[^`\\]|\\.)*)`/sy;

const symbolOf = (text: string | undefined): Punctuation | undefined => PUNCTUATION.find((symbol) => symbol === text);

/** Text without quotes, as in `work`, is the older form of a string. */
const literalOf = (content: string, position: number): unknown => {
  const text = content.replaceAll('\\`', '`').trim();
  const json = tryParseJson(text) ?? (/^[^["{]/.test(text) ? tryParseJson(`"${text}"`) : null);
  if (json === null)
    throw new ExpressionError('syntax', 'What stands between the backticks is not valid JSON.', position);
  return json.value;
};

const identifierOf = (quoted: string, position: number): string => {
  const json = tryParseJson(quoted);
  if (json === null || typeof json.value !== 'string') {
    throw new ExpressionError(
      'syntax',
      'This quoted name is not valid: it follows the rules of a JSON string.',
      position,
    );
  }
  return json.value;
};

const unexpectedCharacter = (text: string, position: number): ExpressionError => {
  const character = String.fromCodePoint(text.codePointAt(position) ?? 0);
  if ('"\'`'.includes(character)) {
    return new ExpressionError('syntax', `The ${character} that opens here is never closed.`, position);
  }
  if ('‘’“”´'.includes(character)) {
    return new ExpressionError(
      'syntax',
      `${character} is a typographic quote. Use ' around text, " around a name.`,
      position,
    );
  }
  if (character === '=')
    return new ExpressionError('syntax', 'A single = means nothing here. Compare with ==.', position);
  return new ExpressionError('syntax', `The character ${JSON.stringify(character)} has no meaning here.`, position);
};

/**
 * The last token is `end`.
 * @throws ExpressionError for what is no token of the JMESPath grammar
 */
export const tokenize = (text: string): SyntaxToken[] => {
  const tokens: SyntaxToken[] = [];
  let position = 0;
  const match = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = position;
    return pattern.exec(text);
  };
  while (position < text.length) {
    const space = match(SPACE);
    const start = position;
    if (space) {
      position += space[0].length;
      continue;
    }
    const [token, length] = readToken(match, text, start);
    tokens.push(token);
    position += length;
  }
  tokens.push({ type: 'end', position });
  return tokens;
};

const readToken = (
  match: (pattern: RegExp) => RegExpExecArray | null,
  text: string,
  position: number,
): [token: SyntaxToken, length: number] => {
  const name = match(IDENTIFIER)?.[0];
  if (name !== undefined) return [{ type: 'identifier', name, quoted: false, position }, name.length];
  const symbol = symbolOf(match(SYMBOL)?.[0]);
  if (symbol !== undefined) return [{ type: 'symbol', symbol, position }, symbol.length];
  const number = match(NUMBER)?.[0];
  if (number !== undefined) return [{ type: 'number', value: Number(number), position }, number.length];
  const quoted = match(QUOTED_IDENTIFIER)?.[0];
  if (quoted !== undefined) {
    return [{ type: 'identifier', name: identifierOf(quoted, position), quoted: true, position }, quoted.length];
  }
  const raw = match(RAW_STRING);
  if (raw) return [{ type: 'literal', value: (raw[1] ?? '').replaceAll("\\'", "'"), position }, raw[0].length];
  const literal = match(LITERAL);
  if (literal) return [{ type: 'literal', value: literalOf(literal[1] ?? '', position), position }, literal[0].length];
  throw unexpectedCharacter(text, position);
};
