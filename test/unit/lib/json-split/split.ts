import { describeFault, type FaultCode } from '../../../../src/domain/shared/fault.ts';
import {
  JsonSplitter,
  type SplitEnd,
  type SplitFault,
  type SplitLimits,
} from '../../../../src/lib/json-split/json-splitter.ts';
import type { FaultParams, Result } from '../../../../src/lib/result.ts';

export const utf8Bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const fatal = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

export interface SplitResult {
  end: Result<SplitEnd, SplitFault>;
  /** Copies of what was emitted. */
  records: Uint8Array[];
  /** The elements parsed, or null when one of them is not sound JSON. */
  values: unknown[] | null;
}

/** @param sizes of the blocks, used in turn; whatever they are, the result must be the same. */
export function splitJson(
  document: Uint8Array | string,
  path: string,
  sizes: number[] = [65536],
  limits?: Partial<SplitLimits>,
): SplitResult {
  const whole = typeof document === 'string' ? utf8Bytes(document) : document;
  const records: Uint8Array[] = [];
  const splitter = new JsonSplitter(path, (bytes, start, end) => void records.push(bytes.slice(start, end)), limits);
  for (let at = 0, turn = 0; at < whole.length; turn++) {
    const next = at + (sizes[turn % sizes.length] ?? 1);
    if (!splitter.push(whole.slice(at, next))) break;
    at = next;
  }
  const end = splitter.end();
  let values: unknown[] | null;
  try {
    values = records.map((bytes) => JSON.parse(fatal.decode(bytes)));
  } catch {
    values = null;
  }
  return { end, records, values };
}

/** What is said of a fault, where there is one. */
export const sentenceOf = (end: Result<unknown, { code: FaultCode; params: FaultParams }>): string =>
  end.ok ? '' : describeFault(end.fault);

/** The code of the fault, or the number of records. */
export const verdict = ({ end }: SplitResult): string | number => (end.ok ? end.value.records : end.fault.code);
