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

interface MergePart {
  key: string;
  label: string;
  describe(form: MappingFormValues): string | null;
  /** @returns `target` with this part of `source` */
  copy(source: MappingFormValues, target: MappingFormValues): MappingFormValues;
}

export interface FormDifference {
  key: string;
  label: string;
  theirs: string | null;
  yours: string | null;
  /** Since the common base version. */
  by: 'them' | 'you' | 'both';
}

export type MergeSide = 'theirs' | 'yours';

const fieldParts = MAPPING_FIELDS.filter(({ isIgnoredByMerge }) => !isIgnoredByMerge).map(
  ({ name, label, format }): MergePart => ({
    key: name,
    label,
    describe: (form) => format.describe(form[name] ?? ''),
    copy: (source, target) => ({ ...target, [name]: source[name] ?? '' }),
  }),
);

const statusPart: MergePart = {
  key: STATUS_VALUES,
  label: 'Status, its words',
  describe: (form) =>
    statusWords(form)
      .map(({ word, status }) => `${word} is ${status.replace('_', ' ')}`)
      .join(', ') || null,
  copy: (source, target) => replaceStatusWords(target, statusWords(source)),
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
  copy(source, target) {
    const theirs = findCustom(source, key);
    const rows = customAttributes(target);
    const others = rows.filter((row) => row.key !== key);
    if (theirs === undefined) return replaceCustomAttributes(target, others);
    const isNew = others.length === rows.length;
    return replaceCustomAttributes(
      target,
      isNew ? [...rows, theirs] : rows.map((row) => (row.key === key ? theirs : row)),
    );
  },
});

const mergeParts = (theirs: MappingFormValues, yours: MappingFormValues): MergePart[] => {
  const isStandard = ({ key }: MergePart) => key.startsWith('standard.');
  const attributes = [...customAttributes(theirs), ...customAttributes(yours)];
  const keys = new Set(attributes.map(({ key }) => key).filter((key) => key !== ''));
  return [
    ...fieldParts.filter(isStandard),
    statusPart,
    ...fieldParts.filter((part) => !isStandard(part)),
    ...[...keys].map(customPart),
  ];
};

export function formDifferences(
  base: MappingFormValues,
  theirs: MappingFormValues,
  yours: MappingFormValues,
): FormDifference[] {
  return mergeParts(theirs, yours).flatMap(({ key, label, describe }) => {
    const part = { base: describe(base), theirs: describe(theirs), yours: describe(yours) };
    return part.theirs === part.yours
      ? []
      : [{ key, label, theirs: part.theirs, yours: part.yours, by: changedBy(part) }];
  });
}

function changedBy({ base, theirs, yours }: Record<'base' | 'theirs' | 'yours', string | null>): FormDifference['by'] {
  if (theirs === base) return 'you';
  return yours === base ? 'them' : 'both';
}

export const defaultSide = ({ by }: FormDifference): MergeSide => (by === 'them' ? 'theirs' : 'yours');

/** Three-way merge, to be saved as the successor of their version. */
export function mergeForms(
  base: MappingFormValues,
  theirs: MappingFormValues,
  yours: MappingFormValues,
  choice: (difference: FormDifference) => MergeSide,
): MappingFormValues {
  const chosenTheirs = formDifferences(base, theirs, yours).filter((difference) => choice(difference) === 'theirs');
  const keys = new Set(chosenTheirs.map(({ key }) => key));
  const merged = mergeParts(theirs, yours)
    .filter(({ key }) => keys.has(key))
    .reduce((form, part) => part.copy(theirs, form), yours);
  const custom = orderCustomAttributes(customAttributes(merged), base, theirs);
  return { ...replaceCustomAttributes(merged, custom), version: String(openedVersion(theirs)) };
}

/** Your order of custom attributes if you moved any, otherwise theirs; those that theirs lacks come last. */
function orderCustomAttributes(
  merged: CustomAttribute[],
  base: MappingFormValues,
  theirs: MappingFormValues,
): CustomAttribute[] {
  const positions = new Map(customAttributes(theirs).map(({ key }, index) => [key, index]));
  const isCommon = (key: string) =>
    positions.has(key) && findCustom(base, key) !== undefined && merged.some((attribute) => attribute.key === key);
  const commonOrder = (list: readonly CustomAttribute[]) =>
    list
      .map(({ key }) => key)
      .filter(isCommon)
      .join(' ');
  const isMovedByYou = commonOrder(merged) !== commonOrder(customAttributes(base));
  if (isMovedByYou) return merged;
  const position = ({ key }: CustomAttribute) => positions.get(key) ?? positions.size;
  return merged.toSorted((a, b) => position(a) - position(b));
}
