import { z } from '@hono/zod-openapi';

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

export const pageSchema = <Schema extends z.ZodType>(item: Schema, name: string) =>
  z
    .object({
      data: z.array(item),
      next_cursor: z.string().nullable().openapi({ description: 'Null on the last page.' }),
    })
    .openapi(name);

interface Page<Json> {
  data: Json[];
  next_cursor: string | null;
}

/**
 * @param found up to `limit + 1` rows: the surplus one shows that another page follows
 * @param cursorKey the column that the next page continues after
 */
export function paginate<Key extends string, Row extends Record<Key, number>, Json>(
  found: readonly Row[],
  limit: number,
  cursorKey: Key,
  serialize: (row: Row) => Json,
): Page<Json> {
  const rows = found.slice(0, limit);
  const last = rows.at(-1);
  return {
    data: rows.map(serialize),
    next_cursor: found.length > limit && last !== undefined ? String(last[cursorKey]) : null,
  };
}

/** For a list that was read whole: the cursor is an index. */
export function paginateArray<Item, Json>(
  all: readonly Item[],
  { limit, cursor = 0 }: { limit: number; cursor?: number },
  serialize: (item: Item) => Json,
): Page<Json> {
  const rest = all.map((item, index) => ({ item, next: index + 1 })).slice(cursor);
  return paginate(rest, limit, 'next', ({ item }) => serialize(item));
}
