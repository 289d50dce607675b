import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** 32 random bytes as text. */
export const newSecret = (): string => randomBytes(32).toString('base64url');

/** Stored in place of a secret. Plain SHA-256 is enough for 32 random bytes; passwords have password.ts. */
export const hashSecret = (secret: string): string => createHash('sha256').update(secret).digest('base64url');

/** Compares through hashes, so neither content nor length shows in the time it takes. */
export const isSameSecret = (a: string, b: string): boolean =>
  timingSafeEqual(createHash('sha256').update(a).digest(), createHash('sha256').update(b).digest());
