import { checkRows, sortedEntries, type TableEntries } from '../../../domain/mapping/value-table.ts';
import { describeFault } from '../../../domain/shared/fault.ts';

export interface RowEdit {
  /** The value received as it is stored; empty for a new row. */
  storedKey: string;
  received: string;
  meant: string;
  remove: boolean;
}

export interface TableForm {
  rows: RowEdit[];
  /** The version that the page showed. */
  version: number | null;
}

const textList = (value: unknown): string[] =>
  (Array.isArray(value) ? value : [value]).filter((item) => typeof item === 'string');

/** @param fields `was`, `received` and `meant` have one value a row, in order; `remove` lists values received */
export function parseTableForm(fields: Record<string, unknown>): TableForm {
  const storedKeys = textList(fields.was);
  const received = textList(fields.received);
  const meant = textList(fields.meant);
  const remove = new Set(textList(fields.remove));
  const rows = storedKeys.map((storedKey, index) => ({
    storedKey,
    received: received[index] ?? '',
    meant: meant[index] ?? '',
    remove: storedKey !== '' && remove.has(storedKey),
  }));
  const version = Number(textList(fields.version)[0] ?? '');
  const filled = fields.only_filled === 'yes' ? rows.filter((row) => row.meant.trim() !== '') : rows;
  return { rows: filled, version: Number.isSafeInteger(version) && version > 0 ? version : null };
}

const isBlank = ({ storedKey, received, meant }: RowEdit): boolean =>
  storedKey === '' && received.trim() === '' && meant.trim() === '';

export type EditedTable =
  | { ok: true; entries: TableEntries }
  | { ok: false; message: string; errors: ReadonlyMap<RowEdit, string> };

/** Rows that the page did not show stay. */
export function applyRowEdits(entries: TableEntries, edits: readonly RowEdit[]): EditedTable {
  const byKey = new Map(edits.filter(({ storedKey }) => storedKey !== '').map((edit) => [edit.storedKey, edit]));
  const kept: { row: [string, string]; edit: RowEdit | null }[] = [];
  for (const [received, meant] of sortedEntries(entries)) {
    const edit = byKey.get(received) ?? null;
    byKey.delete(received);
    if (edit === null) kept.push({ row: [received, meant], edit });
    else if (!edit.remove) kept.push({ row: [edit.received, edit.meant], edit });
  }
  // An edited row that another admin removed meanwhile is added again.
  const added = edits.filter((edit) =>
    edit.storedKey === '' ? !isBlank(edit) : byKey.has(edit.storedKey) && !edit.remove,
  );
  for (const edit of added) kept.push({ row: [edit.received, edit.meant], edit });
  const checked = checkRows(kept.map(({ row }) => row));
  if (checked.ok) return { ok: true, entries: checked.value };
  const { paths, problems } = checked.fault.details ?? {};
  const errors = new Map<RowEdit, string>();
  if (Array.isArray(paths) && Array.isArray(problems)) {
    for (const [index, path] of paths.entries()) {
      const edit = kept[Number(/\d+/.exec(path)?.[0] ?? -1)]?.edit;
      if (edit) errors.set(edit, problems[index] ?? '');
    }
  }
  return { ok: false, message: describeFault(checked.fault), errors };
}
