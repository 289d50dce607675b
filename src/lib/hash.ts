import xxhash from 'xxhash-wasm';

/** 64-bit XXH64 as 16 hexadecimal digits: for noticing change, never for secrets. */
export type Hash = (text: string) => string;

/** Compiles the hash; a few milliseconds once per isolate, so callers keep what they get for a whole chunk. */
export async function loadHash(): Promise<Hash> {
  const { h64ToString } = await xxhash();
  return (text) => h64ToString(text);
}
