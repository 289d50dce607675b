import type { Condition } from './condition.ts';
import type { UserFilter } from './filter.ts';
import { operatorWord } from './operators.ts';
import { type FilterValue, valueText } from './values.ts';

const shown = (value: FilterValue): string => valueText(value).replaceAll('_', ' ');

const listed = (parts: readonly string[]): string =>
  parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')} or ${parts.at(-1)}`;

/** What a condition asks, in words: the field, and what must be so of it. */
export function conditionWords({ field, operator, values }: Condition): { name: string; value: string } {
  const said = field.kind === 'choice' ? values.map(shown) : values.map(valueText);
  return { name: field.label, value: [operatorWord(field.kind, operator), listed(said)].filter(Boolean).join(' ') };
}

/** A filter as one line: “Active, Department is Sales, Level is at least 7”. “Everybody” when it asks nothing. */
export function filterWords({ search, state, conditions = [] }: UserFilter): string {
  const parts = [
    ...(state ? [state === 'active' ? 'Active' : 'Terminated'] : []),
    ...(search ? [`found by “${search}”`] : []),
    ...conditions.map((condition) => {
      const { name, value } = conditionWords(condition);
      return `${name} ${value}`;
    }),
  ];
  return parts.length === 0 ? 'Everybody' : parts.join(', ');
}
