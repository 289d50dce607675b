import { z } from 'zod';

/** Key IDs are shown in errors, so nothing but a short plain word is one. */
const keyIdSchema = z.string().regex(/^[a-z0-9]{1,16}$/);
const keysSchema = z
  .strictObject({
    current: keyIdSchema,
    keys: z.record(
      keyIdSchema,
      z
        .string()
        .regex(/^[A-Za-z0-9_-]{43}$/)
        .transform((text) => Buffer.from(text, 'base64url')),
    ),
  })
  .refine(({ current, keys }) => Object.hasOwn(keys, current));

const SEALED_FORMAT = /^([a-z0-9]{1,16})\.([A-Za-z0-9_-]{16})\.([A-Za-z0-9_-]{22,})$/;

/** Its message names at most a key ID, never a key, a plain text or a sealed one. */
export class SealError extends Error {
  override readonly name = 'SealError';
}

function parseKeys(text: string): z.output<typeof keysSchema> {
  let raw: unknown;
  try {
    raw = JSON.parse(text);
  } catch {
    // The parser's own message quotes the text.
    throw new SealError('SEAL_KEYS is not JSON.');
  }
  const parsed = keysSchema.safeParse(raw);
  if (!parsed.success) {
    throw new SealError('SEAL_KEYS must be {"current":"k1","keys":{"k1":"<base64url of 32 bytes>"}}.');
  }
  return parsed.data;
}

/** AES-256-GCM. Old keys stay in SEAL_KEYS for opening; new seals use `current`. */
export function createSealer(sealKeys: string) {
  const { current, keys } = parseKeys(sealKeys);

  const importKey = (id: string): Promise<CryptoKey> => {
    const bytes = Object.hasOwn(keys, id) ? keys[id] : undefined;
    if (!bytes) throw new SealError(`SEAL_KEYS has no key ${id}, with which this secret was sealed.`);
    return crypto.subtle.importKey('raw', bytes, 'AES-GCM', false, ['encrypt', 'decrypt']);
  };
  const aesGcm = (iv: Uint8Array, context: string) => ({
    name: 'AES-GCM',
    iv,
    additionalData: new TextEncoder().encode(context),
  });

  return {
    /** @param context where the secret belongs (`tenant 3 / workday`): sealed text moved elsewhere does not open */
    async seal(plain: string, context: string): Promise<string> {
      const iv = crypto.getRandomValues(new Uint8Array(12));
      const bytes = new TextEncoder().encode(plain);
      const sealed = await crypto.subtle.encrypt(aesGcm(iv, context), await importKey(current), bytes);
      return `${current}.${Buffer.from(iv).toString('base64url')}.${Buffer.from(sealed).toString('base64url')}`;
    },

    async open(sealed: string, context: string): Promise<string> {
      const [, id, iv, body] = SEALED_FORMAT.exec(sealed) ?? [];
      if (!id || !iv || !body) throw new SealError('A sealed secret is damaged: it has not the form of one.');
      const key = await importKey(id);
      try {
        const bytes = await crypto.subtle.decrypt(
          aesGcm(Buffer.from(iv, 'base64url'), context),
          key,
          Buffer.from(body, 'base64url'),
        );
        return new TextDecoder().decode(bytes);
      } catch {
        throw new SealError(`A secret sealed with key ${id} does not open: it was changed, or belongs elsewhere.`);
      }
    },
  };
}
