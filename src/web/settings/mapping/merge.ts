import {
  type CustomAttribute,
  customAttributes,
  describeCustomAttribute,
  MAPPING_FIELDS,
  type MappingFormValues,
  openedVersion,
  replaceCustomAttributes,
  replaceStatusWords,
  STATUS_VALUES,
  statusWords,
} from './fields.ts';

/** The unit in which two forms are compared and merged. */
interface MergePart {
  key: string;
  label: string;
  /** Text for people; null for nothing. */
  describe(form: MappingFormValues): string | null;
  /** `form` with this part as it is in `from`. */
  take(form: MappingFormValues, from: MappingFormValues): MappingFormValues;
}

export interface FormDifference {
  key: string;
  label: string;
  theirs: string | null;
  yours: string | null;
  /** Who changed it since the common base. */
  by: 'them' | 'you' | 'both';
}

export type MergeSide = 'theirs' | 'yours';

const fieldParts = MAPPING_FIELDS.filter(({ compared }) => compared).map(
  ({ name, label, describe }): MergePart => ({
    key: name,
    label,
    describe: (form) => describe(form[name] ?? ''),
    take: (form, from) => ({ ...form, [name]: from[name] ?? '' }),
  }),
);

const statusPart: MergePart = {
  key: STATUS_VALUES,
  label: 'Status, its words',
  describe: (form) =>
    statusWords(form)
      .map(({ word, status }) => `${word} is ${status.replace('_', ' ')}`)
      .join(', ') || null,
  take: (form, from) => replaceStatusWords(form, statusWords(from)),
};

const findCustom = (form: MappingFormValues, key: string): CustomAttribute | undefined =>
  customAttributes(form).find((attribute) => attribute.key === key);

const customPart = (key: string): MergePart => ({
  key: `custom.${key}`,
  label: `Custom attribute ${key}`,
  describe(form) {
    const attribute = findCustom(form, key);
    return attribute === undefined ? null : describeCustomAttribute(attribute);
  },
  take(form, from) {
    const [rows, theirs] = [customAttributes(form), findCustom(from, key)];
    if (theirs !== undefined && findCustom(form, key) === undefined)
      return replaceCustomAttributes(form, [...rows, theirs]);
    return replaceCustomAttributes(
      form,
      rows.flatMap((row) => (row.key === key ? (theirs ?? []) : row)),
    );
  },
});

const mergeParts = (...forms: MappingFormValues[]): MergePart[] => {
  const isStandard = ({ key }: MergePart) => key.startsWith('standard.');
  const keys = new Set(forms.flatMap(customAttributes).flatMap(({ key }) => key || []));
  return [
    ...fieldParts.filter(isStandard),
    statusPart,
    ...fieldParts.filter((part) => !isStandard(part)),
    ...[...keys].map(customPart),
  ];
};

/**
 * Compares two forms with their common base.
 * @param base what both admins saw @param theirs what was saved meanwhile @param yours what was typed
 */
export function formDifferences(
  base: MappingFormValues,
  theirs: MappingFormValues,
  yours: MappingFormValues,
): FormDifference[] {
  return mergeParts(theirs, yours).flatMap(({ key, label, describe }) => {
    const [before, their, your] = [describe(base), describe(theirs), describe(yours)];
    if (their === your) return [];
    const by = their === before ? 'you' : your === before ? 'them' : 'both';
    return [{ key, label, theirs: their, yours: your, by }];
  });
}

/** The side taken without a choice: the one that changed the part; yours when both did. */
export const defaultSide = ({ by }: FormDifference): MergeSide => (by === 'them' ? 'theirs' : 'yours');

/** Three-way merge: yours with the chosen parts of theirs, on top of their version. */
export function mergeForms(
  base: MappingFormValues,
  theirs: MappingFormValues,
  yours: MappingFormValues,
  choice: (difference: FormDifference) => MergeSide,
): MappingFormValues {
  const taken = new Set(
    formDifferences(base, theirs, yours).flatMap((difference) =>
      choice(difference) === 'theirs' ? difference.key : [],
    ),
  );
  const merged = mergeParts(theirs, yours)
    .filter(({ key }) => taken.has(key))
    .reduce((form, part) => part.take(form, theirs), yours);
  const custom = orderCustomAttributes(customAttributes(merged), base, theirs);
  return { ...replaceCustomAttributes(merged, custom), version: String(openedVersion(theirs)) };
}

/** Your order of custom attributes if you moved any, else theirs; what theirs lacks goes last. */
function orderCustomAttributes(
  merged: CustomAttribute[],
  base: MappingFormValues,
  theirs: MappingFormValues,
): CustomAttribute[] {
  const places = new Map(customAttributes(theirs).map(({ key }, index) => [key, index]));
  const isCommon = (key: string) =>
    places.has(key) && findCustom(base, key) !== undefined && merged.some((attribute) => attribute.key === key);
  const commonOrder = (list: readonly CustomAttribute[]) =>
    list.flatMap(({ key }) => (isCommon(key) ? key : [])).join(' ');
  const movedByYou = commonOrder(merged) !== commonOrder(customAttributes(base));
  if (movedByYou) return merged;
  const place = ({ key }: CustomAttribute) => places.get(key) ?? places.size;
  return merged.toSorted((a, b) => place(a) - place(b));
}
