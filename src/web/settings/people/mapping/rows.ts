import type { MappingForm } from './form.ts';

/** What a button of the form may do to its rows, spelled `remove-custom:2`. */
const STEP = /^(add|remove|up|down)-(custom|status)(?::(\d{1,4}))?$/;

const moved = <Row>(rows: readonly Row[], from: number, to: number): Row[] => {
  const row = rows[from];
  if (row === undefined || to < 0 || to >= rows.length) return [...rows];
  const rest = rows.filter((_, at) => at !== from);
  return [...rest.slice(0, to), row, ...rest.slice(to)];
};

function changed<Row>(rows: readonly Row[], step: string, at: number, fresh: Row): Row[] {
  if (step === 'add') return [...rows, fresh];
  if (step === 'remove') return rows.filter((_, index) => index !== at);
  return moved(rows, at, step === 'up' ? at - 1 : at + 1);
}

/**
 * The form after a button that adds, removes or moves a row; everything typed stays.
 * @returns null when the button does something else
 */
export function withRows(form: MappingForm, act: string): MappingForm | null {
  const [, step, list, number] = STEP.exec(act) ?? [];
  if (step === undefined) return null;
  const at = Number(number ?? -1);
  if (list === 'status') {
    return { ...form, statusWords: changed(form.statusWords, step, at, { word: '', status: 'active' }) };
  }
  const fresh = { key: '', type: 'text', expression: '', keep: false, export: true };
  return { ...form, custom: changed(form.custom, step, at, fresh) };
}
