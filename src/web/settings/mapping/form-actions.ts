import { PRESETS } from '../../../domain/mapping/presets.ts';
import { STANDARD_ATTRIBUTES, type StandardKey } from '../../../domain/user/attributes.ts';
import type { FormFields, MappingForm } from './fields.ts';

/** What a button of the form may do to its rows, spelled `remove-custom:2`. */
const ROW_ACTION = /^(add|remove|up|down)-(custom|status)(?::(\d{1,4}))?$/;

const moveRow = <Row>(rows: readonly Row[], from: number, to: number): Row[] => {
  const row = rows[from];
  if (row === undefined || to < 0 || to >= rows.length) return [...rows];
  const rest = rows.filter((_, at) => at !== from);
  return [...rest.slice(0, to), row, ...rest.slice(to)];
};

function changeRows<Row>(rows: readonly Row[], step: string, at: number, fresh: Row): Row[] {
  if (step === 'add') return [...rows, fresh];
  if (step === 'remove') return rows.filter((_, index) => index !== at);
  return moveRow(rows, at, step === 'up' ? at - 1 : at + 1);
}

/**
 * The form after a button that adds, removes or moves a row; everything typed stays.
 * @returns null when the button does something else
 */
export function applyRowAction(form: MappingForm, act: string): MappingForm | null {
  const [, step, list, number] = ROW_ACTION.exec(act) ?? [];
  if (step === undefined) return null;
  const at = Number(number ?? -1);
  if (list === 'status') {
    return { ...form, statusWords: changeRows(form.statusWords, step, at, { word: '', status: 'active' }) };
  }
  const fresh = { key: '', type: 'text', expression: '', keep: false, export: true };
  return { ...form, custom: changeRows(form.custom, step, at, fresh) };
}

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
export function applyPresetOrSuggestion(form: MappingForm, { preset, accept }: FormFields): MappingForm {
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
