import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { z } from 'zod';
import { root } from '../environment.ts';

const mappingSchema = z.looseObject({ standard: z.record(z.string(), z.unknown()) });

/** The mapping body that fits the fake HR system's report: the one export of its mapping.ts that is a mapping. */
export async function recommendedMapping(): Promise<unknown> {
  const module: Record<string, unknown> = await import(pathToFileURL(resolve(root, 'tools/hr/mapping.ts')).href);
  const found = Object.values(module).find((value) => mappingSchema.safeParse(value).success);
  if (found === undefined) throw new Error('tools/hr/mapping.ts exports no mapping.');
  return found;
}
