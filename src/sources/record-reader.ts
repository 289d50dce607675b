import { type Fault, fault, sayingNobodyChanged } from '../domain/shared/fault.ts';
import { type CsvFault, CsvSplitter } from '../lib/csv-split/csv-splitter.ts';
import { JsonSplitter, type SplitFault } from '../lib/json-split/json-splitter.ts';
import { NdjsonSplitter } from '../lib/json-split/ndjson.ts';
import { fail, ok, type Result } from '../lib/result.ts';
import type { RecordSink } from './source.ts';

/** How the records stand in an answer. */
export type FeedFormat =
  /** `records`: dotted keys to the array, `''` for a root array. */
  { type: 'json'; records: string } | { type: 'ndjson' } | CsvFormat;

export interface CsvFormat {
  type: 'csv';
  quotes: 'doubled' | 'backslash';
  /** Left out, the header line shows it. */
  delimiter?: ',' | ';' | '\t' | undefined;
  /** Columns that must be there; left out, any will do. */
  columns?: readonly string[];
}

export const ACCEPT_HEADERS: Record<FeedFormat['type'], string> = {
  json: 'application/json',
  ndjson: 'application/x-ndjson, application/json;q=0.5',
  csv: 'text/csv',
};

/** Takes an answer in blocks, and gives its records as they come. */
export interface RecordReader {
  /** @returns false when there is no use in going on: `end` says why. */
  push(block: Uint8Array): boolean;
  end(): Result<RecordReaderEnd, Fault>;
}

export interface RecordReaderEnd {
  records: number;
  /** What stands around the records; null where nothing can. */
  envelope: unknown;
}

/** @param xmlHint what to do when the answer is XML. */
export function createRecordReader(format: FeedFormat, emit: RecordSink['record'], xmlHint: string): RecordReader {
  if (format.type === 'csv') {
    const { quotes, delimiter, columns } = format;
    const splitter = new CsvSplitter(emit, {
      backslash: quotes === 'backslash',
      delimiter: delimiter?.charCodeAt(0),
      columns: columns ?? null,
    });
    return {
      push: (block) => splitter.push(block),
      end: () => readerResult(splitter.end(), (said) => faultOfCsv(said, xmlHint)),
    };
  }
  const splitter = format.type === 'json' ? new JsonSplitter(format.records, emit) : new NdjsonSplitter(emit);
  return {
    push: (block) => splitter.push(block),
    end: () => readerResult(splitter.end(), (said) => faultOfJson(said, xmlHint)),
  };
}

function readerResult<End extends { records: number; envelope?: unknown }, Said>(
  end: Result<End, Said>,
  word: (said: Said) => Fault,
): Result<RecordReaderEnd, Fault> {
  if (!end.ok) return fail(word(end.fault));
  return ok({ records: end.value.records, envelope: end.value.envelope ?? null });
}

function faultOfCsv({ code, params, details }: CsvFault, xmlHint: string): Fault {
  const said = fault(code, code === 'source_xml' ? `${params.text} ${xmlHint}` : params.text, { ...details });
  // What a header lacks is told with the word that nobody was changed.
  return details.missing ? sayingNobodyChanged(said) : said;
}

/** The splitter's fault, with what an admin can do about an answer that is no JSON. */
function faultOfJson({ code, params, details }: SplitFault, xmlHint: string): Fault {
  const { keys, offset, looks_like: looksLike } = details;
  if (looksLike === 'xml') return fault('source_xml', `The data source answered with XML instead of JSON. ${xmlHint}`);
  if (looksLike === 'html')
    return fault(
      'source_not_json',
      'The data source answered with a web page (HTML) instead of JSON, perhaps its sign-in page. Check the URL and the credentials.',
    );
  return fault(code, params.text, { offset, ...(keys && { keys }) });
}
