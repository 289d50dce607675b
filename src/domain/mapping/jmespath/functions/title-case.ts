/** Letters and digits, with apostrophes between them: a hyphen, a space or a dot begins a new word. */
const WORD = /[\p{L}\p{M}\p{N}]+(?:['’ʼ][\p{L}\p{M}\p{N}]+)*/gu;
const SMALL = /\p{Ll}/u;
const CAPITAL = /\p{Lu}/u;
/** One letter, an apostrophe and at least two letters: O'Hara, d'Angelo; but not manager's. */
const ELIDED = /^(\p{L}\p{M}*['’ʼ])(\p{L})(?=\p{L})/u;
/** Georgian writes names in the letters that Unicode counts as small; its capitals are for headlines. */
const GEORGIAN = /^[\u10d0-\u10ff]/;

const capitalized = (word: string): string => {
  const first = String.fromCodePoint(word.codePointAt(0) ?? 0);
  const rest = word.slice(first.length);
  if (GEORGIAN.test(first) || (CAPITAL.test(rest) && SMALL.test(word))) return word;
  // The capital of one letter may be two: ß becomes Ss.
  const [capital = '', ...more] = first.toUpperCase();
  return (capital + (more.join('') + rest).toLowerCase()).replace(
    ELIDED,
    (_, before: string, letter: string) => before + letter.toUpperCase(),
  );
};

/**
 * Writes each word with a capital first and small letters after it: `ANNE-MARIE o'hara` becomes `Anne-Marie O'Hara`.
 * A word that mixes small letters and capitals further in is taken for meant so and kept: McDonald, DeShawn, iOS. What
 * is all capitals cannot be told from an abbreviation: `HR` becomes `Hr`.
 */
export const titleCase = (text: string): string => text.replace(WORD, capitalized);
