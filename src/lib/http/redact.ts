import { readBody } from './body.ts';
import type { HttpContext } from './context.ts';

const MAX_EXCERPT = 200;
const MAX_EXCERPT_BYTES = 16 * 1024;

/**
 * No markup, no control characters, at most 200 characters, and secrets masked: a server may quote the credentials that
 * it refused.
 */
export function plainText(text: string, secretTexts: string[]): string {
  let plain = text
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
  for (const secret of secretTexts.toSorted((left, right) => right.length - left.length))
    if (secret.length >= 3) plain = plain.replaceAll(secret, '•••');
  const characters = [...plain];
  return characters.length > MAX_EXCERPT ? `${characters.slice(0, MAX_EXCERPT - 1).join('')}…` : plain;
}

export async function readExcerpt(response: Response, secretTexts: string[], context: HttpContext): Promise<string> {
  const parts: string[] = [];
  const decoder = new TextDecoder();
  let length = 0;
  await readBody(response, context, (bytes) => {
    parts.push(decoder.decode(bytes.subarray(0, MAX_EXCERPT_BYTES - length), { stream: true }));
    length += bytes.length;
    return length < MAX_EXCERPT_BYTES;
  });
  return plainText(parts.join(''), secretTexts);
}

const SECRET_NAME = /auth|key|token|secret|passw|cookie|signature|session|credential/;

/** @param name in lower case */
export const isSecretName = (name: string): boolean => SECRET_NAME.test(name);
