import type { z } from 'zod';
import { LookupContext, type Tables } from '../../jmespath/functions/lookup-tables.ts';
import type { ExpressionFault } from '../../jmespath/syntax/faults.ts';
import { fail, ok, type Result } from '../../lib/result.ts';
import { type Fault, fault } from '../shared/fault.ts';
import { compileMappingExpression } from './expression.ts';
import { type Mapping, mappingSchema } from './schema.ts';

export { type Mapping, mappingSchema } from './schema.ts';

/** How many problems a fault lists; the first is enough to act on, the others save a round. */
const MAX_PROBLEMS = 20;

const formatPlace = (path: readonly PropertyKey[]): string =>
  path.reduce<string>((text, part) => {
    if (typeof part === 'number') return `${text}[${part}]`;
    return text === '' ? String(part) : `${text}.${String(part)}`;
  }, '');

/** The place of a problem, and a sentence that names it. An unknown key is its own place. */
const describeIssue = (issue: z.core.$ZodIssue): { path: string; sentence: string } => {
  if (issue.code === 'unrecognized_keys') {
    const path = formatPlace([...issue.path, issue.keys[0] ?? '']);
    const names = issue.keys.map((key) => formatPlace([...issue.path, key])).join(', ');
    return { path, sentence: `The mapping does not know ${names}. Remove it, or correct its name.` };
  }
  const path = formatPlace(issue.path);
  const isMissing = issue.code === 'invalid_type' && issue.input === undefined;
  if (path === '') return { path, sentence: 'The mapping must be a JSON object.' };
  return { path, sentence: isMissing ? `${path} is missing.` : `${path} ${issue.message}.` };
};

const asObject = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null ? { ...value } : {};

/** Every expression of a body with its place, also of one that is wrong elsewhere. */
const expressionsIn = (body: unknown): { path: string; text: string }[] => {
  const { standard, custom, restricted_role, include, primary_row } = asObject(body);
  const found: [path: string, text: unknown][] = [
    ...Object.entries(asObject(standard)).map(([key, attribute]): [string, unknown] => [
      `standard.${key}.expression`,
      asObject(attribute).expression,
    ]),
    ...(Array.isArray(custom) ? custom : []).map((attribute: unknown, at): [string, unknown] => [
      `custom[${at}].expression`,
      asObject(attribute).expression,
    ]),
    ['restricted_role.expression', asObject(restricted_role).expression],
    ['include', include],
    ['primary_row', primary_row],
  ];
  // An empty one is a problem of the shape, and told as that.
  return found.flatMap(([path, text]) => (typeof text === 'string' && text.trim() !== '' ? [{ path, text }] : []));
};

/** What is wrong with one expression, known without any payload; null when nothing is. */
const findExpressionFault = (text: string, tables: Tables): ExpressionFault | null => {
  const lookups = new LookupContext(tables);
  const compiled = compileMappingExpression(text, lookups);
  if (!compiled.ok) return compiled.fault;
  const missing = lookups.named.find(({ name }) => !lookups.has(name));
  if (missing === undefined) return null;
  const message = `There is no table ${missing.name}. Add it first, or name one that there is.`;
  return { kind: 'invalid-value', message, position: missing.position };
};

interface Problem {
  path: string;
  sentence: string;
}

/** Expressions that do not compile; the details of each are those of a fault about it alone. */
const expressionProblems = (body: unknown, tables: Tables): (Problem & { details: Fault['details'] })[] =>
  expressionsIn(body).flatMap(({ path, text }) => {
    const found = findExpressionFault(text, tables);
    if (found === null) return [];
    const { kind, message, position } = found;
    const sentence = `${path} is not a valid expression, at character ${position + 1}: ${message}`;
    return [{ path, sentence, details: { position, kind, expression: text } }];
  });

/** A fault that is about the first problem and lists the others. */
const mappingFault = (
  code: 'invalid_mapping' | 'invalid_expression',
  problems: readonly Problem[],
  more?: Fault['details'],
) => {
  const told = problems.slice(0, MAX_PROBLEMS);
  const sentences = told.map(({ sentence }) => sentence);
  const paths = told.map(({ path }) => path);
  const details = { ...more, path: paths[0] ?? '', problems: sentences, paths };
  return fail(fault(code, sentences[0] ?? 'The mapping is not valid.', details));
};

/**
 * Parses a mapping at the border and tries each of its expressions.
 *
 * @param body what a program or a form sent
 * @param tables those that `lookup()` may name; a mapping that names another one is refused
 * @returns the mapping with its defaults filled in, or a fault, whose details list every problem (`path` of the first, `problems`,
 *   `paths`): `invalid_mapping` for its shape, expressions last; `invalid_expression` when only expressions are wrong
 *   (of the first also `position` from 0, `kind`, `expression`)
 */
export const checkMapping = (body: unknown, tables: Tables = {}): Result<Mapping, Fault> => {
  const parsed = mappingSchema.safeParse(body, { reportInput: true });
  const expressions = expressionProblems(body, tables);
  if (!parsed.success)
    return mappingFault('invalid_mapping', [...parsed.error.issues.map(describeIssue), ...expressions]);
  const [first] = expressions;
  return first ? mappingFault('invalid_expression', expressions, first.details) : ok(parsed.data);
};
