import type { DataSource } from '../../store/sources/reader.ts';
import { createSealer, SealError } from '../../store/sources/seal.ts';

/** Binds sealed secrets to their owner: moved to another tenant or data source they do not open. */
export const sealContext = (tenantId: number, kind: string): string => `tenant ${tenantId} / ${kind}`;

export const sealSecrets = (env: Env, tenantId: number, kind: string, secrets: object): Promise<string> =>
  createSealer(env.SEAL_KEYS).seal(JSON.stringify(secrets), sealContext(tenantId, kind));

/** In the clear: for one use, never to be shown. Throws `SealError`. */
export const openSecrets = async (env: Env, tenantId: number, { kind, sealed }: DataSource): Promise<unknown> =>
  sealed === null ? {} : JSON.parse(await createSealer(env.SEAL_KEYS).open(sealed, sealContext(tenantId, kind)));

/** Null when the key that sealed the secrets is gone: an admin has to enter them again. */
export async function openSecretsOrNull(env: Env, tenantId: number, source: DataSource): Promise<unknown> {
  try {
    return await openSecrets(env, tenantId, source);
  } catch (breakage) {
    if (breakage instanceof SealError) return null;
    throw breakage;
  }
}
