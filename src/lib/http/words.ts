import { readBody } from './body.ts';
import type { HttpWorld } from './world.ts';

const MOST = 200;
const LOOKED_AT = 16 * 1024;

/**
 * What a server says in its own words, fit to be shown: plain text, no markup, no control characters, at most 200
 * characters, and nothing of what we must keep to ourselves (a server may quote the credentials that it refused).
 * @param hidden texts to be blotted out.
 */
export function plainWords(text: string, hidden: string[]): string {
  let words = text
    .replace(/<(script|style|head)\b[\s\S]*?(<\/\1\s*>|$)/gi, ' ')
    .replace(/<!--[\s\S]*?(-->|$)/g, ' ')
    .replace(/<[^>]*(>|$)/g, ' ')
    .replace(/&(nbsp|#160);/g, ' ')
    .replace(/&quot;/g, '"')
    .replace(/&#0?39;/g, '’')
    .replace(/&amp;/g, '&')
    .replace(/[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Zl}\p{Zp}]+/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  // The longest first: one may be a part of another.
  for (const secret of hidden.toSorted((one, other) => other.length - one.length))
    if (secret.length >= 3) words = words.replaceAll(secret, '•••');
  const letters = [...words];
  return letters.length > MOST ? `${letters.slice(0, MOST - 1).join('')}…` : words;
}

/** Reads the beginning of an answer that will not be used otherwise. @returns '' when it says nothing. */
export async function wordsOf(response: Response, hidden: string[], world: HttpWorld): Promise<string> {
  const parts: string[] = [];
  const decoder = new TextDecoder();
  let length = 0;
  await readBody(response, world, (bytes) => {
    parts.push(decoder.decode(bytes.subarray(0, LOOKED_AT - length), { stream: true }));
    length += bytes.length;
    return length < LOOKED_AT;
  });
  return plainWords(parts.join(''), hidden);
}
