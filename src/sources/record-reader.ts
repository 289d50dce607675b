import { type Fault, fault } from '../domain/shared/fault.ts';
import type { XmlHint } from '../domain/shared/fault-sentences/source-feed.ts';
import { type CsvFault, CsvSplitter } from '../lib/csv-split/csv-splitter.ts';
import { JsonSplitter, type SplitFault } from '../lib/json-split/json-splitter.ts';
import { NdjsonSplitter } from '../lib/json-split/ndjson.ts';
import { fail, ok, type Result } from '../lib/result.ts';
import type { RecordSink } from './source.ts';

export type FeedFormat =
  /** `records`: dotted keys to the array, `''` for a root array. */
  { type: 'json'; records: string } | { type: 'ndjson' } | CsvFormat;

interface CsvFormat {
  type: 'csv';
  quotes: 'doubled' | 'backslash';
  /** Detected when left out. */
  delimiter?: ',' | ';' | '\t' | undefined;
  /** Required ones. */
  columns?: readonly string[];
}

export const ACCEPT_HEADERS: Record<FeedFormat['type'], string> = {
  json: 'application/json',
  ndjson: 'application/x-ndjson, application/json;q=0.5',
  csv: 'text/csv',
};

interface RecordReader {
  push(block: Uint8Array): boolean;
  end(): Result<RecordReaderEnd, Fault>;
}

interface RecordReaderEnd {
  records: number;
  /** A JSON document without its records; null for other formats. */
  envelope: unknown;
}

/** @param xmlHint for the fault of an XML response: how to request the format */
export function createRecordReader(format: FeedFormat, emit: RecordSink['record'], xmlHint: XmlHint): RecordReader {
  const splitter = splitterOf(format, emit);
  return {
    push: (block) => splitter.push(block),
    end() {
      const end = splitter.end();
      if (!end.ok) return fail(faultOf(end.fault, format.type, xmlHint));
      const { records } = end.value;
      return ok({ records, envelope: 'envelope' in end.value ? end.value.envelope : null });
    },
  };
}

function splitterOf(format: FeedFormat, emit: RecordSink['record']): CsvSplitter | JsonSplitter | NdjsonSplitter {
  switch (format.type) {
    case 'json':
      return new JsonSplitter(format.records, emit);
    case 'ndjson':
      return new NdjsonSplitter(emit);
    case 'csv':
      return new CsvSplitter(emit, {
        backslashEscapes: format.quotes === 'backslash',
        delimiter: format.delimiter?.charCodeAt(0),
        columns: format.columns ?? null,
      });
  }
}

function faultOf({ code, params, details }: CsvFault | SplitFault, wanted: FeedFormat['type'], hint: XmlHint): Fault {
  if (wanted === 'csv')
    return code === 'source_xml'
      ? fault(code, { wanted, hint }, { ...details })
      : { code, params, details: { ...details } };
  const { offset, keys, looks_like: looksLike } = { keys: undefined, looks_like: undefined, ...details };
  if (looksLike === 'xml') return fault('source_xml', { wanted, hint });
  if (looksLike === 'html') return { code, params };
  return { code, params, details: { offset, ...(keys && { keys }) } };
}
