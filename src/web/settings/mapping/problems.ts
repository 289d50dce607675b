import { describeFault, type Fault } from '../../../domain/shared/fault.ts';
import type { FieldErrors } from '../shared/form-fields.ts';
import { type MappingForm, STATUS_VALUES, statusWords } from './fields.ts';

export const MAX_NOTE = 500;

/** What the domain says in the words of a body, in the words of the form. */
const FORM_SENTENCES: Record<string, string> = {
  'standard.full_name': 'Write an expression: nobody is made without a full name.',
  'standard.email': 'Write an expression: nobody is made without an e-mail.',
  'standard.status.expression must not be empty; leave it out instead.':
    'These words need an expression that gives them. Write one, or remove the words.',
  create_days_before_hire: 'Use a whole number of days from 0 to 365, or leave it empty.',
};

/** A place in the body that is no field of the form is shown at this one. */
const FIELD_OF_PATH: Record<string, string> = {
  'standard.full_name': 'standard.full_name.expression',
  'standard.email': 'standard.email.expression',
};

/** The sentence without the place that it begins with: it stands there. */
function sentenceAtField(path: string, sentence: string): string {
  const known = FORM_SENTENCES[path] ?? FORM_SENTENCES[sentence];
  if (known !== undefined) return known;
  if (sentence.endsWith('must not be empty; leave it out instead.')) return 'Write an expression, or remove this row.';
  const rest = sentence.startsWith(`${path} `) ? sentence.slice(path.length + 1).replace(/^is (?=not )/, '') : sentence;
  return rest.replace(/^(must|not|is|gives|has)\b/, (word) => word.charAt(0).toUpperCase() + word.slice(1));
}

const textList = (value: unknown): string[] =>
  (Array.isArray(value) ? value : value === undefined ? [] : [value]).map(String);

/** What a refusal of the mapping says, each at its field; the first of a field counts. */
export function errorsOfFault(refusal: Fault): FieldErrors {
  const { details = {} } = refusal;
  const message = describeFault(refusal);
  const paths = textList(details.paths ?? details.path);
  const sentences = textList(details.problems ?? message);
  const found = new Map<string, string>();
  for (const [at, path] of paths.entries()) {
    const field = FIELD_OF_PATH[path] ?? path;
    if (!found.has(field)) found.set(field, sentenceAtField(path, sentences[at] ?? message));
  }
  return found;
}

/** What only the form can get wrong: a body has no room for it. */
export function errorsOfForm(form: MappingForm): FieldErrors {
  const found = new Map<string, string>();
  if ((form.note ?? '').length > MAX_NOTE) found.set('note', `Use at most ${MAX_NOTE} characters.`);
  const seen = new Set<string>();
  for (const [at, { word }] of statusWords(form).entries()) {
    if (word !== '' && seen.has(word)) {
      found.set(`${STATUS_VALUES}[${at}].word`, 'This word is there twice. Remove one of them.');
    }
    seen.add(word);
  }
  return found;
}
