import type { z } from 'zod';
import { fail, ok, type Result } from '../../lib/result.ts';
import { type Fault, fault } from '../fault.ts';
import { readExpression } from './column-name.ts';
import type { ExpressionFault } from './jmespath/faults.ts';
import { Lookups, type Tables } from './jmespath/lookups.ts';
import { type Mapping, mappingSchema } from './schema.ts';

export { type Mapping, mappingSchema } from './schema.ts';

/** How many problems a fault lists; the first is enough to act on, the others save a round. */
const MOST_PROBLEMS = 20;

const spellPath = (path: readonly PropertyKey[]): string =>
  path.reduce<string>((text, part) => {
    if (typeof part === 'number') return `${text}[${part}]`;
    return text === '' ? String(part) : `${text}.${String(part)}`;
  }, '');

/** The place of a problem, and a sentence that names it. An unknown key is its own place. */
const describe = (issue: z.core.$ZodIssue): { path: string; sentence: string } => {
  if (issue.code === 'unrecognized_keys') {
    const path = spellPath([...issue.path, issue.keys[0] ?? '']);
    const names = issue.keys.map((key) => spellPath([...issue.path, key])).join(', ');
    return { path, sentence: `The mapping does not know ${names}. Remove it, or correct its name.` };
  }
  const path = spellPath(issue.path);
  const isMissing = issue.code === 'invalid_type' && issue.input === undefined;
  if (path === '') return { path, sentence: 'The mapping must be a JSON object.' };
  return { path, sentence: isMissing ? `${path} is missing.` : `${path} ${issue.message}.` };
};

const invalidMapping = (issues: readonly z.core.$ZodIssue[]): Fault => {
  const problems = issues.map(describe);
  const path = problems[0]?.path ?? '';
  const told = problems.slice(0, MOST_PROBLEMS);
  const sentences = told.map(({ sentence }) => sentence);
  const paths = told.map((problem) => problem.path);
  return fault('invalid_mapping', sentences[0] ?? 'The mapping is not valid.', { path, problems: sentences, paths });
};

/** Every expression of a mapping with its place in the body. */
const expressionsOf = (mapping: Mapping): { path: string; text: string }[] => {
  const found: { path: string; text: string }[] = [];
  for (const [key, attribute] of Object.entries(mapping.standard)) {
    if (attribute) found.push({ path: `standard.${key}.expression`, text: attribute.expression });
  }
  for (const [at, attribute] of mapping.custom.entries()) {
    found.push({ path: `custom[${at}].expression`, text: attribute.expression });
  }
  if (mapping.restricted_role)
    found.push({ path: 'restricted_role.expression', text: mapping.restricted_role.expression });
  if (mapping.include !== null) found.push({ path: 'include', text: mapping.include });
  if (mapping.primary_row !== null) found.push({ path: 'primary_row', text: mapping.primary_row });
  return found;
};

/** What is wrong with one expression, known without any payload; null when nothing is. */
const faultOf = (text: string, tables: Tables): ExpressionFault | null => {
  const lookups = new Lookups(tables);
  const compiled = readExpression(text, lookups);
  if (!compiled.ok) return compiled.fault;
  const missing = lookups.named.find(({ name }) => !lookups.has(name));
  if (missing === undefined) return null;
  const message = `There is no table ${missing.name}. Add it first, or name one that there is.`;
  return { kind: 'invalid-value', message, position: missing.position };
};

const invalidExpression = (mapping: Mapping, tables: Tables): Fault | null => {
  for (const { path, text } of expressionsOf(mapping)) {
    const found = faultOf(text, tables);
    if (found === null) continue;
    const { kind, message, position } = found;
    const sentence = `${path} is not a valid expression, at character ${position + 1}: ${message}`;
    return fault('invalid_expression', sentence, { path, position, kind, expression: text });
  }
  return null;
};

/**
 * Parses a mapping at the border and tries each of its expressions.
 *
 * @param body what a program or a form sent
 * @param tables those that `lookup()` may name; a mapping that names another one is refused
 * @returns the mapping with its defaults filled in, or a fault: `invalid_mapping` (details: `path`, `problems`, `paths`) for its
 *   shape, `invalid_expression` (details: `path`, `position` from 0, `kind`, `expression`) for the first bad expression
 */
export const checkMapping = (body: unknown, tables: Tables = {}): Result<Mapping, Fault> => {
  const parsed = mappingSchema.safeParse(body, { reportInput: true });
  if (!parsed.success) return fail(invalidMapping(parsed.error.issues));
  const refusal = invalidExpression(parsed.data, tables);
  return refusal === null ? ok(parsed.data) : fail(refusal);
};
