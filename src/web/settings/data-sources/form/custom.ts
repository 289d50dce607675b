import type { usableWrappers } from '../../../../app/data-sources/wrappers.ts';
import type { FieldGroup, SourceField, SourceForm } from './fields.ts';

type Wrapper = Awaited<ReturnType<typeof usableWrappers>>[number];
type WrapperOption = NonNullable<NonNullable<Wrapper['about']>['options']>[string];

const YES_NO = [
  ['true', 'yes'],
  ['false', 'no'],
] as const;

function optionField(name: string, { type, description, required = true }: WrapperOption): SourceField {
  const setting = { name: `options.${name}`, label: description === '' ? name : description, required };
  if (type !== 'boolean') return { ...setting, input: type };
  const options = required ? YES_NO : ([['', 'not said'], ...YES_NO] as const);
  return { ...setting, input: 'choice', type, options };
}

const wrapperGroup = (wrappers: readonly Wrapper[], chosen: Wrapper | undefined): FieldGroup => ({
  id: 'wrapper',
  legend: 'Wrapper',
  fields: [
    {
      name: 'wrapper',
      label: 'Wrapper',
      input: 'choice',
      refreshes: 'group',
      options: wrappers.map(({ name, about }) => [name, about ? `${name}, version ${about.version}` : name] as const),
      hint: chosen?.about?.description ?? chosen?.trouble ?? 'Your engineers have deployed none yet.',
    },
    ...Object.entries(chosen?.about?.options ?? {}).map(([name, option]) => optionField(name, option)),
    ...Object.entries(chosen?.about?.secrets ?? {}).map(
      ([name, label]): SourceField => ({ name: `secrets.${name}`, label, input: 'secret' }),
    ),
  ],
});

export const customForm = (wrappers: readonly Wrapper[]): SourceForm => ({
  toggle: 'Enable custom integration',
  initial: { wrapper: wrappers[0]?.name ?? '' },
  groups: (values) => [
    wrapperGroup(
      wrappers,
      wrappers.find(({ name }) => name === values('wrapper')),
    ),
  ],
});
