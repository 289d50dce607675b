import { describeFault, FAULT_CODES, type Fault, type FaultCode, fault } from '../../domain/fault.ts';
import type { HttpFault } from '../../lib/http/fault.ts';
import { plainWords } from '../../lib/http/words.ts';
import type { SplitFault } from '../../lib/json-split/fault.ts';

/** What came of a stream. */
export interface Heard {
  records: number;
  bytes: number;
  total: number | null;
  end: number | null;
  failed: { message: string; code: string | null } | null;
}

/** Faults of the network that a wrapper may hand on by their code; all else is its own failure. */
const HANDED_ON = /^(?:source|feed|paging)_/;
const codeOf = (code: string | null): FaultCode =>
  FAULT_CODES.find((known) => known === code && HANDED_ON.test(known)) ?? 'wrapper_failed';

const people = (records: number): string => `${records.toLocaleString('en')} ${records === 1 ? 'person' : 'people'}`;

/** Words what went wrong with one wrapper, keeping its secrets to itself. */
export class WrapperFaults {
  readonly #name: string;
  readonly #hidden: string[];
  readonly #patience: string;

  /** @param hidden texts that no message may show. @param patience milliseconds without data. */
  constructor(name: string, hidden: Iterable<string>, patience: number) {
    this.#name = name;
    this.#hidden = [...hidden].flatMap((secret) => [secret, encodeURIComponent(secret)]);
    this.#patience = patience < 60_000 ? `${patience / 1000} seconds` : `${Math.round(patience / 60_000)} minutes`;
  }

  /** A text of the wrapper's own, fit to be shown. */
  shown(text: string): string {
    return plainWords(text, this.#hidden);
  }

  /** @returns the first thing that is wrong with what was heard, or null for a stream that is whole. */
  of(heard: Heard, read: HttpFault | null, split: SplitFault | null, strange: boolean): Fault | null {
    const { records, total, end, failed } = heard;
    const facts = { records };
    if (failed) return this.failed(failed, records);
    if (read?.code === 'source_stalled') return this.silent(records);
    if (read?.code === 'source_too_large')
      return fault(read.code, `${this.#subject} yields too much. ${describeFault(read)}`);
    if (split && split.code === 'record_too_large')
      return fault(
        split.code,
        `${this.#subject} yields a payload that is too large, behind ${people(records)}.`,
        facts,
      );
    if (strange)
      return fault('wrapper_failed', `${this.#subject} says something that Rollcall does not understand.`, facts);
    if (read || split || end === null)
      return fault(
        'feed_incomplete',
        `${this.#subject} stopped early, after ${people(records)}: its stream ended without saying that this was everybody.`,
        facts,
      );
    if (end !== records)
      return fault('feed_incomplete', `${this.#subject} yielded ${people(end)}, but ${records} came.`, facts);
    if (total !== null && records < total)
      return fault(
        'feed_incomplete',
        `${this.#subject} says that there are ${people(total)}, but yielded ${records}. Nobody was changed.`,
        { declared: total, records },
      );
    return null;
  }

  /** It threw. */
  failed({ message, code }: { message: string; code: string | null }, records = 0): Fault {
    const words = this.shown(message) || 'It gave no reason.';
    const sentence = /[.!?…”]$/.test(words) ? words : `${words}.`;
    return fault(codeOf(code), `${this.#subject} failed after ${people(records)}: ${sentence}`, { records });
  }

  silent(records = 0): Fault {
    const message = `${this.#subject} gave nothing for ${this.#patience}, after ${people(records)}.`;
    return fault('source_stalled', message, { records });
  }

  empty(): Fault {
    return fault('feed_empty', `${this.#subject} found nobody. Nobody was changed.`);
  }

  get #subject(): string {
    return `The wrapper “${this.#name}”`;
  }
}

/** @param names of those that there are. */
export function wrapperMissing(name: string, names: readonly string[]): Fault {
  const there =
    names.length === 0
      ? 'This Rollcall has none yet'
      : `There ${names.length === 1 ? 'is' : 'are'} ${names.map((one) => `“${one}”`).join(', ')}`;
  return fault('wrapper_missing', `There is no wrapper “${name}”. ${there}. See docs/custom-integration.md.`);
}
