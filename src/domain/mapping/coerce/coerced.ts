import { fail, ok, type Result } from '../../../lib/result.ts';
import type { RecordErrorCode } from '../../sync/words.ts';

/** Why a value does not fit its attribute. */
export interface Misfit {
  code: RecordErrorCode;
  /** What is wrong and what to do, in one or two plain sentences. */
  message: string;
}

/** A value of the attribute's type; null when the expression gave nothing. */
export type Coerced<Value> = Result<Value | null, Misfit>;

export const NOTHING: { ok: true; value: null } = ok(null);

export const misfit = (code: RecordErrorCode, message: string): { ok: false; fault: Misfit } => fail({ code, message });

/** A visible sign of ASCII at the beginning tells that a text is not blank, and spares looking for its ends. */
const isBlank = (text: string): boolean => {
  const first = text.charCodeAt(0);
  return !(first > 32 && first < 127) && text.trim() === '';
};

/** Null and a text of nothing but white space both mean: no value. */
export const isNothing = (value: unknown): boolean =>
  value === null || value === undefined || (typeof value === 'string' && isBlank(value));
