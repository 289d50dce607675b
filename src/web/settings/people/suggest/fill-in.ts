import { PRESETS } from '../../../../domain/mapping/presets.ts';
import { STANDARD_ATTRIBUTES, type StandardKey } from '../../../../domain/user/attributes.ts';
import type { Fields, MappingForm } from '../mapping/form.ts';

const isEmpty = (form: MappingForm, key: StandardKey): boolean => form.standard[key].expression.trim() === '';

/** The form with other expressions; everything else in it stays. */
function withExpressions(form: MappingForm, expressions: Partial<Record<StandardKey, string>>): MappingForm {
  const standard = { ...form.standard };
  for (const { key } of STANDARD_ATTRIBUTES) {
    const expression = expressions[key];
    if (expression !== undefined) standard[key] = { ...standard[key], expression };
  }
  return { ...form, standard };
}

/**
 * The form after a button beside it: `preset` fills the fields that are empty, `accept` writes one suggestion into its
 * field. Nothing is saved.
 */
export function filledIn(form: MappingForm, { preset, accept }: Fields): MappingForm {
  const chosen = PRESETS.find(({ key }) => key === preset);
  if (chosen) {
    const missing = Object.entries(chosen.expressions).filter(([key]) =>
      STANDARD_ATTRIBUTES.some((attribute) => attribute.key === key && isEmpty(form, attribute.key)),
    );
    return withExpressions(form, Object.fromEntries(missing));
  }
  const [, key, expression] = /^(\w+) ([\s\S]+)$/.exec(accept ?? '') ?? [];
  return key === undefined ? form : withExpressions(form, { [key]: expression });
}
