import { describeFault, type Fault } from '../../../domain/shared/fault.ts';
import { attributeLabel } from '../../../domain/user/attributes.ts';
import type { MappingForm } from './fields.ts';

/** What is wrong with the form: a sentence by the name of the field that it is about. */
export type FieldProblems = ReadonlyMap<string, string>;

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
export function problemsOfFault(refusal: Fault): FieldProblems {
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
export function problemsOfForm(form: MappingForm): FieldProblems {
  const found = new Map<string, string>();
  if (form.note.length > MAX_NOTE) found.set('note', `Use at most ${MAX_NOTE} characters.`);
  const seen = new Set<string>();
  for (const [at, { word }] of form.statusWords.entries()) {
    if (word !== '' && seen.has(word)) {
      found.set(`standard.status.values[${at}].word`, 'This word is there twice. Remove one of them.');
    }
    seen.add(word);
  }
  return found;
}

const CUSTOM_PARTS: Record<string, string> = {
  key: 'key',
  type: 'type',
  expression: 'expression',
  null_policy: 'old value',
  export: 'export',
};

const FIELD_LABELS: Record<string, string> = {
  'restricted_role.expression': 'Restricted-role indicator',
  include: 'Include',
  primary_row: 'Primary row',
  create_days_before_hire: 'Create before hire date',
  note: 'Note',
};

/** What a field is called when it is spoken of from elsewhere on the page. */
export function fieldLabel(name: string): string {
  const [, key] = /^standard\.(\w+)/.exec(name) ?? [];
  if (key !== undefined) return attributeLabel(key);
  const [, row, part] = /^custom\[(\d+)\]\.(\w+)/.exec(name) ?? [];
  if (row !== undefined) return `Custom attribute ${Number(row) + 1}, ${CUSTOM_PARTS[part ?? ''] ?? part}`;
  return FIELD_LABELS[name] ?? name;
}

/** Where on the page a field is: an editor stands over the text area of an expression, so its row is what is jumped to. */
export const fieldAnchor = (name: string): string =>
  /expression$|^include$|^primary_row$/.test(name) ? `at-${name}` : name;
