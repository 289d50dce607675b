import type { Fault } from '../../../domain/shared/fault.ts';
import {
  describeMappingProblem,
  type MappingProblem,
  mappingProblemsOf,
} from '../../../domain/shared/fault-sentences/mapping.ts';
import type { FieldErrors } from '../shared/form-fields.ts';
import { type MappingFormValues, STATUS_VALUES, statusWords } from './fields.ts';

export const MAX_NOTE = 500;

/** The input that shows an error at a path without an input of its own. */
const INPUT_OF_PATH: Record<string, string> = {
  'standard.full_name': 'standard.full_name.expression',
  'standard.email': 'standard.email.expression',
};

/** By path, where the sentence of the API does not fit. */
const FORM_SENTENCES: Record<string, string> = {
  'standard.full_name': 'Write an expression: nobody is made without a full name.',
  'standard.email': 'Write an expression: nobody is made without an e-mail.',
  create_days_before_hire: 'Use a whole number of days from 0 to 365, or leave it empty.',
};

/** By input, the first error of each. */
export function fieldErrorsOfFault({ params }: Fault): FieldErrors {
  const errors = new Map<string, string>();
  for (const problem of mappingProblemsOf(params)) {
    const input = INPUT_OF_PATH[problem.path] ?? problem.path;
    if (!errors.has(input)) errors.set(input, FORM_SENTENCES[problem.path] ?? describeProblem(problem));
  }
  return errors;
}

/** Stands beside its input, so does not name the path. */
function describeProblem(problem: MappingProblem): string {
  switch (problem.kind) {
    case 'missing':
      return 'Is missing.';
    case 'empty':
      return problem.path === 'standard.status.expression'
        ? 'These words need an expression that gives them. Write one, or remove the words.'
        : 'Write an expression, or remove this row.';
    case 'invalid':
      // Not every first word: a rule may begin with a key, which is case-sensitive.
      return `${problem.rule.replace(/^(must|is|gives|has)\b/, (verb) => verb.charAt(0).toUpperCase() + verb.slice(1))}.`;
    case 'expression':
      return `Not a valid expression, at character ${problem.position + 1}: ${problem.reason}`;
    default:
      return describeMappingProblem(problem);
  }
}

/** Checks what the body of the API cannot express. */
export function validateMappingForm(form: MappingFormValues): FieldErrors {
  const errors = new Map<string, string>();
  if ((form.note ?? '').length > MAX_NOTE) errors.set('note', `Use at most ${MAX_NOTE} characters.`);
  const seen = new Set<string>();
  for (const [index, { word }] of statusWords(form).entries()) {
    if (word !== '' && seen.has(word)) {
      errors.set(`${STATUS_VALUES}[${index}].word`, 'This word is there twice. Remove one of them.');
    }
    seen.add(word);
  }
  return errors;
}
