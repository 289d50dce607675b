import { z } from '@hono/zod-openapi';
import { isLocalId } from '../../store/ids.ts';

/** What every list takes: how many, and where to go on. */
export const pageQuery = z.strictObject({
  limit: z.coerce
    .number('Give a number from 1 to 200.')
    .int('Give a whole number.')
    .min(1, 'Give a number from 1 to 200.')
    .max(200, 'Give a number from 1 to 200.')
    .default(50)
    .openapi({ description: 'How many at most.' }),
  cursor: z
    .string()
    .regex(/^\d{1,15}$/, 'Give the next_cursor of the page before, or leave it out.')
    .transform(Number)
    .optional()
    .openapi({ type: 'string', description: 'The `next_cursor` of the page before. Its form may change.' }),
});

/** A list in pages. */
export const pageSchema = <Schema extends z.ZodType>(item: Schema, name: string) =>
  z
    .object({
      data: z.array(item),
      next_cursor: z.string().nullable().openapi({ description: 'Null on the last page.' }),
    })
    .openapi(name);

/**
 * Cuts a page from one more than was asked for, whose presence says that there is another page.
 * @param cursorOf what the store goes on after
 */
export function paginate<Item, Shown>(
  found: readonly Item[],
  limit: number,
  cursorOf: (item: Item) => number,
  show: (item: Item) => Shown,
): { data: Shown[]; next_cursor: string | null } {
  const shown = found.slice(0, limit);
  const last = shown.at(-1);
  return {
    data: shown.map(show),
    next_cursor: found.length > limit && last !== undefined ? String(cursorOf(last)) : null,
  };
}

/** A page of a list that is short enough to be read whole: the cursor is a place in it. */
export const paginateArray = <Item, Shown>(
  all: readonly Item[],
  { limit, cursor = 0 }: { limit: number; cursor?: number | undefined },
  show: (item: Item) => Shown,
): { data: Shown[]; next_cursor: string | null } =>
  paginate(
    all.map((item, index) => ({ item, at: index + 1 })).slice(cursor),
    limit,
    ({ at }) => at,
    ({ item }) => show(item),
  );

/** A moment in a query. */
export const timestampQuery = z.iso
  .datetime({ offset: true, message: 'Give a moment as ISO 8601, such as 2026-11-22T08:00:00Z.' })
  .transform((text) => Date.parse(text))
  .optional()
  .openapi({ type: 'string', format: 'date-time' });

/** Moments as the API shows them. */
export const timestamp = z.iso.datetime().openapi({ format: 'date-time', example: '2026-11-22T08:00:00.000Z' });

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
