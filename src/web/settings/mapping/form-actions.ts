import { PRESETS } from '../../../domain/mapping/presets.ts';
import { STANDARD_ATTRIBUTES } from '../../../domain/user/attributes.ts';
import {
  customAttributes,
  type MappingFormValues,
  replaceCustomAttributes,
  replaceStatusWords,
  statusWords,
} from './fields.ts';

const ROW_ACTION = /^(add|remove|up|down)-(custom|status)(?::(\d{1,4}))?$/;

/** @returns null when the button does not edit rows */
export function applyRowAction(form: MappingFormValues, action: string): MappingFormValues | null {
  const [, step, list, number] = ROW_ACTION.exec(action) ?? [];
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
  if (step === 'remove') return rows.filter((_, position) => position !== index);
  return moveRow(rows, index, step === 'up' ? index - 1 : index + 1);
}

function moveRow<Row>(rows: readonly Row[], from: number, to: number): Row[] {
  const row = rows[from];
  if (row === undefined || to < 0 || to >= rows.length) return [...rows];
  return rows.toSpliced(from, 1).toSpliced(to, 0, row);
}

/** `preset` fills empty expressions; `accept` writes one suggestion, such as `title Job.Title`, into its field. */
export function applyPresetOrSuggestion(form: MappingFormValues): MappingFormValues {
  const preset = PRESETS.find(({ key }) => key === form.preset);
  const [, accepted, suggestion] = /^(\w+) ([\s\S]+)$/.exec(form.accept ?? '') ?? [];
  const filled: Record<string, string> = {};
  for (const { key } of STANDARD_ATTRIBUTES) {
    const name = `standard.${key}.expression`;
    const isEmpty = (form[name] ?? '').trim() === '';
    const expression = preset ? preset.expressions[key] : key === accepted ? suggestion : undefined;
    if (expression !== undefined && (isEmpty || !preset)) filled[name] = expression;
  }
  return { ...form, ...filled };
}
