import { z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import type { TenantEnv } from '../../auth/actor.ts';
import { isLocalId } from '../../store/ids.ts';

export const apiRoot = (slug: string): string => `/${slug}/api/v1`;

/** @param path below the root of the API, such as `/syncs/42` */
export const resourceUrl = (c: Context<TenantEnv>, path: string): string =>
  `${apiRoot(c.var.store.tenant.slug)}${path}`;

export const timestamp = z.iso.datetime().openapi({ format: 'date-time', example: '2026-11-22T08:00:00.000Z' });

/** Parsed into milliseconds since the epoch. */
export const timestampQuery = z.iso
  .datetime({ offset: true, message: 'Give a moment as ISO 8601, such as 2026-11-22T08:00:00Z.' })
  .transform((text) => Date.parse(text))
  .optional()
  .openapi({ type: 'string', format: 'date-time' });

export const iso = (milliseconds: number): string => new Date(milliseconds).toISOString();
export const isoOrNull = (milliseconds: number | null): string | null =>
  milliseconds === null ? null : iso(milliseconds);

/** Any other text is answered with 404. */
export const idParam = z
  .string()
  .regex(/^[1-9]\d{0,9}$/)
  .transform(Number)
  .refine(isLocalId)
  .openapi({ type: 'integer', example: 42 });
export const idParams = z.object({ id: idParam });

/** Sync ID and ordinal, such as `42-7`. */
export const RECORD_ID = /^[1-9]\d{0,9}-(0|[1-9]\d{0,9})$/;

/** @param id that matches `RECORD_ID` */
export function parseRecordId(id: string): { syncId: number; ordinal: number } {
  const [syncId = 0, ordinal = 0] = id.split('-').map(Number);
  return { syncId, ordinal };
}
