import type { DataSource } from '../../store/sources/reader.ts';
import { createSealer } from '../../store/sources/seal.ts';

/** What a data source's secrets are bound to: sealed text moved to another tenant or source does not open. */
export const sealContext = (tenantId: number, kind: string): string => `tenant ${tenantId} / ${kind}`;

/** The secrets of a data source, in the clear: for one use, never to be shown. */
export const openSecrets = async (env: Env, tenantId: number, { kind, sealed }: DataSource): Promise<unknown> =>
  sealed === null ? {} : JSON.parse(await createSealer(env.SEAL_KEYS).open(sealed, sealContext(tenantId, kind)));
