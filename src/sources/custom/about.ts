import { z } from 'zod';
import type { About } from './wrapper.ts';

const word = z.string().regex(/^[a-z][a-z0-9_]{0,39}$/, 'Use a–z, 0–9 and _, beginning with a letter.');

/** What a wrapper says about itself, read as it comes over a border. */
export const aboutSchema: z.ZodType<About> = z.object({
  name: z.string().regex(/^[a-z0-9-]{1,40}$/, 'Use a–z, 0–9 and hyphens.'),
  version: z.string().min(1).max(40),
  description: z.string().min(1).max(300),
  secrets: z.record(word, z.string().min(1).max(80)).optional(),
  options: z
    .record(
      word,
      z.object({
        type: z.enum(['text', 'url', 'number', 'boolean']),
        description: z.string().max(300),
        required: z.boolean().optional(),
      }),
    )
    .optional(),
  tenants: z.array(z.string()).optional(),
});

/** The same, and whether it can fetch one person. */
export const describedSchema = z.intersection(aboutSchema, z.object({ person: z.boolean() }));
export type Described = z.infer<typeof describedSchema>;
