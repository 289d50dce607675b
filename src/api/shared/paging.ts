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
 * Cuts a page from one more than was asked for, whose presence says that there is another page.
 * @param cursorOf what the store goes on after
 */
export function paginate<Item, Json>(
  found: readonly Item[],
  limit: number,
  cursorOf: (item: Item) => number,
  serialize: (item: Item) => Json,
): Page<Json> {
  const items = found.slice(0, limit);
  const last = items.at(-1);
  return {
    data: items.map(serialize),
    next_cursor: found.length > limit && last !== undefined ? String(cursorOf(last)) : null,
  };
}

/** A page of a list that is short enough to be read whole: the cursor is a place in it. */
export function paginateArray<Item, Json>(
  all: readonly Item[],
  { limit, cursor = 0 }: { limit: number; cursor?: number | undefined },
  serialize: (item: Item) => Json,
): Page<Json> {
  const rest = all.map((item, index) => ({ item, next: index + 1 })).slice(cursor);
  return paginate(
    rest,
    limit,
    ({ next }) => next,
    ({ item }) => serialize(item),
  );
}
