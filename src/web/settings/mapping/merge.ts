import { STANDARD_ATTRIBUTES } from '../../../domain/user/attributes.ts';
import type { CustomText, MappingForm } from './fields.ts';

/** One thing of a mapping that two admins may have changed apart from each other. */
interface MergePart {
  key: string;
  label: string;
  /** As a person reads it; null where there is nothing. */
  text(form: MappingForm): string | null;
  /** `form` with this part as it is in `from`. */
  take(form: MappingForm, from: MappingForm): MappingForm;
}

/** A part that is not the same in both forms. */
export interface FormDifference {
  key: string;
  label: string;
  theirs: string | null;
  yours: string | null;
  /** Who changed it since both saw the same. */
  by: 'them' | 'you' | 'both';
}

export type MergeSide = 'theirs' | 'yours';

const orNull = (text: string): string | null => (text.trim() === '' ? null : text);
const nullPolicyWords = (keep: boolean) => (keep ? 'keep the old value' : 'clear the attribute');

const standardParts: MergePart[] = STANDARD_ATTRIBUTES.flatMap(({ key, label, required }) => {
  const part = (name: string, text: MergePart['text'], field: 'expression' | 'keep'): MergePart => ({
    key: `standard.${key}.${field}`,
    label: name,
    text,
    take: (form, from) => ({
      ...form,
      standard: { ...form.standard, [key]: { ...form.standard[key], [field]: from.standard[key][field] } },
    }),
  });
  const expression = part(label, ({ standard }) => orNull(standard[key].expression), 'expression');
  if (required) return [expression];
  return [expression, part(`${label}, without a value`, ({ standard }) => nullPolicyWords(standard[key].keep), 'keep')];
});

const fieldPart = <Key extends keyof MappingForm>(key: Key, label: string, text: MergePart['text']): MergePart => ({
  key,
  label,
  text,
  take: (form, from) => ({ ...form, [key]: from[key] }),
});

const otherParts: MergePart[] = [
  fieldPart('statusWords', 'Status, its words', ({ statusWords }) =>
    orNull(statusWords.map(({ word, status }) => `${word} is ${status.replace('_', ' ')}`).join(', ')),
  ),
  fieldPart('restrictedRole', 'Restricted-role indicator', ({ restrictedRole }) => orNull(restrictedRole)),
  fieldPart('include', 'Include', ({ include }) => orNull(include)),
  fieldPart('primaryRow', 'Primary row', ({ primaryRow }) => orNull(primaryRow)),
  fieldPart('skipNoEmail', 'Without an e-mail', ({ skipNoEmail }) => (skipNoEmail ? 'skip' : 'fail')),
  fieldPart('createDays', 'Create before hire date', ({ createDays }) => orNull(createDays)),
];

const byKey = ({ custom }: MappingForm, key: string) => custom.find((attribute) => attribute.key === key);

function takeCustom(form: MappingForm, key: string, theirs: CustomText | undefined): MappingForm {
  const others = form.custom.filter((attribute) => attribute.key !== key);
  if (theirs === undefined) return { ...form, custom: others };
  if (byKey(form, key) === undefined) return { ...form, custom: [...form.custom, theirs] };
  return { ...form, custom: form.custom.map((attribute) => (attribute.key === key ? theirs : attribute)) };
}

const customPart = (key: string): MergePart => ({
  key: `custom.${key}`,
  label: `Custom attribute ${key}`,
  text(form) {
    const attribute = byKey(form, key);
    if (attribute === undefined) return null;
    const { type, expression, keep, export: exported } = attribute;
    return [expression, type, nullPolicyWords(keep), exported ? 'exported' : 'not exported'].join('; ');
  },
  take: (form, from) => takeCustom(form, key, byKey(from, key)),
});

const mergeParts = (...forms: MappingForm[]): MergePart[] => {
  const keys = new Set(forms.flatMap(({ custom }) => custom.map(({ key }) => key)).filter((key) => key !== ''));
  return [...standardParts, ...otherParts, ...[...keys].map(customPart)];
};

/**
 * Where two mappings that came from one differ.
 * @param base what both admins saw @param theirs what was saved meanwhile @param yours what was typed
 */
export function formDifferences(base: MappingForm, theirs: MappingForm, yours: MappingForm): FormDifference[] {
  return mergeParts(theirs, yours).flatMap(({ key, label, text }) => {
    const [before, their, your] = [text(base), text(theirs), text(yours)];
    if (their === your) return [];
    const by = their === before ? 'you' : your === before ? 'them' : 'both';
    return [{ key, label, theirs: their, yours: your, by }];
  });
}

/** Whose a part is when nobody chooses: whoever changed it; yours when both did. */
export const defaultSide = ({ by }: FormDifference): MergeSide => (by === 'them' ? 'theirs' : 'yours');

/** Custom attributes in the order of the one who moved them; what the other one lacks goes last. */
function orderCustomAttributes(custom: CustomText[], base: MappingForm, theirs: MappingForm): CustomText[] {
  const spelled = (keys: string[]) => keys.join(' ');
  const common = theirs.custom
    .map(({ key }) => key)
    .filter((key) => byKey(base, key) && custom.some((one) => one.key === key));
  const of = (list: readonly CustomText[]) => list.map(({ key }) => key).filter((key) => common.includes(key));
  if (spelled(of(custom)) !== spelled(of(base.custom))) return custom;
  const place = (key: string) => {
    const at = theirs.custom.findIndex((one) => one.key === key);
    return at < 0 ? theirs.custom.length : at;
  };
  return custom.toSorted((a, b) => place(a.key) - place(b.key));
}

/** Yours, with what was chosen of theirs, on top of their version. @param choice by the key of a difference */
export function mergeForms(
  base: MappingForm,
  theirs: MappingForm,
  yours: MappingForm,
  choice: (difference: FormDifference) => MergeSide,
): MappingForm {
  const taken = new Set(
    formDifferences(base, theirs, yours).flatMap((difference) =>
      choice(difference) === 'theirs' ? difference.key : [],
    ),
  );
  const form = mergeParts(theirs, yours)
    .filter(({ key }) => taken.has(key))
    .reduce((result, part) => part.take(result, theirs), yours);
  return { ...form, custom: orderCustomAttributes(form.custom, base, theirs), version: theirs.version };
}
