import { PRESETS } from '../../../domain/mapping/presets.ts';
import { STANDARD_ATTRIBUTES } from '../../../domain/user/attributes.ts';
import {
  customAttributes,
  type MappingFormValues,
  replaceCustomAttributes,
  replaceStatusWords,
  statusWords,
} from './fields.ts';

/** A button that changes rows, such as `remove-custom:2`. */
const ROW_ACTION = /^(add|remove|up|down)-(custom|status)(?::(\d{1,4}))?$/;

/**
 * Adds, removes or moves a row.
 * @returns null when the button does something else
 */
export function applyRowAction(form: MappingFormValues, act: string): MappingFormValues | null {
  const [, step, list, number] = ROW_ACTION.exec(act) ?? [];
  if (step === undefined) return null;
  const index = Number(number ?? -1);
  if (list === 'status') {
    return replaceStatusWords(form, changeRows(statusWords(form), step, index, { word: '', status: 'active' }));
  }
  const blank = { key: '', type: 'text', expression: '', null_policy: '', export: 'on' };
  return replaceCustomAttributes(form, changeRows(customAttributes(form), step, index, blank));
}

function changeRows<Row>(rows: readonly Row[], step: string, index: number, blank: Row): Row[] {
  if (step === 'add') return [...rows, blank];
  if (step === 'remove') return rows.filter((_, at) => at !== index);
  return moveRow(rows, index, step === 'up' ? index - 1 : index + 1);
}

function moveRow<Row>(rows: readonly Row[], from: number, to: number): Row[] {
  const row = rows[from];
  if (row === undefined || to < 0 || to >= rows.length) return [...rows];
  const rest = rows.filter((_, at) => at !== from);
  return [...rest.slice(0, to), row, ...rest.slice(to)];
}

/**
 * Applies a button of the tester: `preset` fills expressions that are empty, `accept` writes one suggestion into its
 * field (`title Job.Title`).
 */
export function applyPresetOrSuggestion(form: MappingFormValues): MappingFormValues {
  const preset = PRESETS.find(({ key }) => key === form.preset);
  const [, accepted, suggestion] = /^(\w+) ([\s\S]+)$/.exec(form.accept ?? '') ?? [];
  const filled = STANDARD_ATTRIBUTES.flatMap(({ key }) => {
    const name = `standard.${key}.expression`;
    const expression = preset ? preset.expressions[key] : key === accepted ? suggestion : undefined;
    const isKept = preset && (form[name] ?? '').trim() !== '';
    return expression === undefined || isKept ? [] : [[name, expression]];
  });
  return { ...form, ...Object.fromEntries(filled) };
}
