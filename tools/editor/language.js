import { HighlightStyle, StreamLanguage, syntaxHighlighting } from '@codemirror/language';
import { tags } from '@lezer/highlight';

/** Each kind of token by how it looks; the first that fits counts. */
const TOKENS = [
  [/^"(?:[^"\\]|\\.)*"?/, 'propertyName'],
  [/^'(?:[^'\\]|\\.)*'?/, 'string'],
  [/^`(?:[^`\\]|\\.)*`?/, 'string'],
  [/^-?\d+/, 'number'],
  [/^[A-Za-z_]\w*(?=\s*\()/, 'keyword'],
  [/^[\p{L}_][\p{L}\p{N}_]*/u, 'propertyName'],
  [/^[@*&]/, 'atom'],
  [/^(?:\|\||&&|[<>=!]=?|\||[?:])/, 'operator'],
];

/** JMESPath as colours: whether an expression is sound is for the server to say. */
export const jmespath = StreamLanguage.define({
  name: 'jmespath',
  token(stream) {
    if (stream.eatSpace()) return null;
    for (const [form, kind] of TOKENS) if (stream.match(form)) return kind;
    stream.next();
    return 'bracket';
  },
});

export const highlighting = syntaxHighlighting(
  HighlightStyle.define([
    { tag: tags.propertyName, color: 'var(--ink)' },
    { tag: tags.string, color: 'var(--green)' },
    { tag: tags.number, color: 'var(--teal)' },
    { tag: tags.keyword, color: 'var(--purple)' },
    { tag: tags.atom, color: 'var(--blue)' },
    { tag: [tags.operator, tags.bracket], color: 'var(--ink-2)' },
  ]),
);
