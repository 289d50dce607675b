import { parseArgs } from 'node:util';
import { z } from 'zod';

const port = z.coerce.number().int().min(1).max(65_535);

const optionsSchema = z.object({
  port: port.default(8787),
  'hr-port': port.default(8788),
  people: z.coerce.number().int().min(1).max(1_000_000).default(1000),
  fresh: z.boolean().default(false),
});
export type Options = z.infer<typeof optionsSchema>;

/** The flags of `npm start -- …`. Throws with a sentence for what it does not know. */
export function readOptions(args: string[]): Options {
  const { values } = parseArgs({
    args,
    options: {
      port: { type: 'string' },
      'hr-port': { type: 'string' },
      people: { type: 'string' },
      fresh: { type: 'boolean' },
    },
  });
  const read = optionsSchema.safeParse(values);
  if (read.success) return read.data;
  throw new Error(read.error.issues.map(({ path, message }) => `--${path.join('.')}: ${message}`).join('\n'));
}
