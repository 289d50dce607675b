import { z } from 'zod';

/** `path`: place in the body, such as `standard.title.expression` or `custom[0].key`. */
const mappingProblemSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('unknown_keys'), path: z.string(), keys: z.array(z.string()) }),
  z.object({ kind: z.literal('not_an_object'), path: z.string() }),
  z.object({ kind: z.literal('missing'), path: z.string() }),
  z.object({ kind: z.literal('empty'), path: z.string() }),
  /** `rule`: what the value must be, as a clause such as `must be clear or keep`. */
  z.object({ kind: z.literal('invalid'), path: z.string(), rule: z.string() }),
  /** `position` counts UTF-16 units from 0. */
  z.object({ kind: z.literal('expression'), path: z.string(), position: z.number(), reason: z.string() }),
]);
export type MappingProblem = z.infer<typeof mappingProblemSchema>;

/** Empty for faults that are not of `checkMapping`. */
export const mappingProblemsOf = (params: Readonly<Record<string, unknown>>): MappingProblem[] =>
  z.array(mappingProblemSchema).catch([]).parse(params.problems);

export function describeMappingProblem(problem: MappingProblem): string {
  switch (problem.kind) {
    case 'unknown_keys':
      return `The mapping does not know ${problem.keys.join(', ')}. Remove it, or correct its name.`;
    case 'not_an_object':
      return 'The mapping must be a JSON object.';
    case 'missing':
      return `${problem.path} is missing.`;
    case 'empty':
      return `${problem.path} must not be empty; leave it out instead.`;
    case 'invalid':
      return `${problem.path} ${problem.rule}.`;
    case 'expression':
      return `${problem.path} is not a valid expression, at character ${problem.position + 1}: ${problem.reason}`;
  }
}

const describeFirst = ({ problems: [first] }: { problems: MappingProblem[] }): string =>
  first ? describeMappingProblem(first) : 'The mapping is not valid.';

export const MAPPING_SENTENCES = {
  invalid_mapping: describeFirst,
  invalid_expression: describeFirst,
};
