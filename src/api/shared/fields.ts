import { z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import type { TenantEnv } from '../../auth/actor.ts';
import { isLocalId } from '../../store/ids.ts';

/** Where the API of a tenant is. */
export const apiRoot = (slug: string): string => `/${slug}/api/v1`;

/** The address of a resource of this tenant. @param path below the API's root, such as `/syncs/42` */
export const resourceUrl = (c: Context<TenantEnv>, path: string): string =>
  `${apiRoot(c.var.store.tenant.slug)}${path}`;

/** A moment in an answer: ISO 8601 in UTC. */
export const timestamp = z.iso.datetime().openapi({ format: 'date-time', example: '2026-11-22T08:00:00.000Z' });

/** A moment in a query, read into milliseconds. */
export const timestampQuery = z.iso
  .datetime({ offset: true, message: 'Give a moment as ISO 8601, such as 2026-11-22T08:00:00Z.' })
  .transform((text) => Date.parse(text))
  .optional()
  .openapi({ type: 'string', format: 'date-time' });

export const iso = (milliseconds: number): string => new Date(milliseconds).toISOString();
export const isoOrNull = (milliseconds: number | null): string | null =>
  milliseconds === null ? null : iso(milliseconds);

/** The ID of a row of this tenant, in a path; anything else names nothing. */
export const idParam = z
  .string()
  .regex(/^[1-9]\d{0,9}$/)
  .transform(Number)
  .refine(isLocalId)
  .openapi({ type: 'integer', example: 42 });
export const idParams = z.object({ id: idParam });

/** The ID of a user record: its sync and its ordinal, as `42-7`. */
export const RECORD_ID = /^[1-9]\d{0,9}-(0|[1-9]\d{0,9})$/;

/** @param id that matches `RECORD_ID` */
export function parseRecordId(id: string): { syncId: number; ordinal: number } {
  const [syncId = 0, ordinal = 0] = id.split('-').map(Number);
  return { syncId, ordinal };
}
