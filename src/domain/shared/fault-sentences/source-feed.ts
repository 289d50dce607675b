import type { CsvFaultParams } from '../../../lib/csv-split/fault.ts';
import type { HttpFaultParams } from '../../../lib/http/fault.ts';
import type { SplitFaultParams } from '../../../lib/json-split/fault.ts';
import {
  describeByte,
  describeFileStep,
  type FileStep,
  formatByteCount,
  formatHexByte,
  formatMegabytes,
  formatPeople,
  formatRecordSize,
  formatWholeMegabytes,
  quoteNames,
  wrapperLabel,
} from '../wording.ts';
import { describeMissingNextPage, withContext } from './source-context.ts';

function describeNotJson({ looksLike, head }: SplitFaultParams['source_not_json']): string {
  switch (looksLike) {
    case 'json':
      return 'The answer is one JSON document, not one record on each line. Choose the format “json”.';
    case 'html':
      return 'The data source answered with a web page (HTML) instead of JSON, perhaps its sign-in page. Check the URL and the credentials.';
    case 'xml':
      return 'The answer is not JSON but XML.';
    case 'text':
      return `The answer is not JSON but text that starts with “${head.slice(0, 40).trim()}”.`;
  }
}

function describeNotCsv(params: CsvFaultParams['source_not_csv']): string {
  const instead = (what: string, todo: string) => `The data is not CSV but ${what}. ${todo}`;
  switch (params.case) {
    case 'zip':
      return instead('a ZIP file or an Excel workbook', 'Export it as CSV in UTF-8.');
    case 'gzip':
      return instead('compressed with gzip', 'Have it sent as plain CSV.');
    case 'json':
      return instead('JSON', 'Choose the format “json”, or ask it for CSV.');
    case 'html':
      return instead(
        'a web page (HTML), perhaps the sign-in page of the data source',
        'Check the URL and the credentials.',
      );
    case 'endless_header':
      return `The header of the CSV does not end within ${params.limit / 1024} kB. Check that this is a CSV file.`;
  }
}

export type XmlHint = 'report_url' | 'accept_header' | 'export';
function describeXml({ wanted, hint }: { wanted: 'json' | 'ndjson' | 'csv'; hint: XmlHint | null }): string {
  const hints = {
    report_url: ` Add format=${wanted} to the URL of the report.`,
    accept_header: ` Ask it for ${wanted.toUpperCase()}: check the URL and the Accept header.`,
    export: ' Have it exported as CSV.',
  };
  const format = wanted === 'csv' ? 'CSV' : 'JSON';
  return `The data source answered with XML instead of ${format}.${hint === null ? '' : hints[hint]}`;
}

type TooLarge =
  | HttpFaultParams['source_too_large']
  | SplitFaultParams['source_too_large']
  | { case: 'wrapper_body'; wrapper: string; limit: number }
  | { case: 'pages'; limit: number }
  | { case: 'records'; limit: number }
  | { case: 'upload'; limit: number }
  | { case: 'file'; path: string; size: number; limit: number }
  | { case: 'unpacked'; limit: number; ratio: number; bytes: number };
function describeTooLarge(params: TooLarge): string {
  const body = (limit: number) => `The answer is larger than ${formatMegabytes(limit)}, the most that is read.`;
  switch (params.case) {
    case 'body':
      return body(params.limit);
    case 'wrapper_body':
      return `${wrapperLabel(params.wrapper)} yields too much. ${body(params.limit)}`;
    case 'envelope':
      return `There is more than ${formatRecordSize(params.limit)} of data beside the records. Ask the source for the records alone.`;
    case 'pages':
      return `All pages together are larger than ${formatWholeMegabytes(params.limit)}. Nobody was changed.`;
    case 'records':
      return `The feed has more than ${params.limit.toLocaleString('en')} records, which is more than one tenant can have. Nothing was changed.`;
    case 'upload':
      return `The file is larger than ${formatWholeMegabytes(params.limit)}. Pack it with gzip and send that.`;
    case 'file':
      return `“${params.path}” has ${formatWholeMegabytes(params.size)}, more than the ${formatWholeMegabytes(params.limit)} that are read.`;
    case 'unpacked':
      return `The gzip file unpacks to too much: more than ${formatWholeMegabytes(params.limit)}, or more than ${params.ratio} times its size. We stopped after ${formatByteCount(params.bytes)} of it were unpacked.`;
  }
}

function describeRecordsNotFound({ reached, missing, keys, found }: SplitFaultParams['records_not_found']): string {
  const place = reached.length === 0 ? 'the top of the document' : `“${reached.join('.')}”`;
  const has = keys === null ? `is ${found}` : keys.length === 0 ? 'has no keys' : `has the keys ${listKeys(keys)}`;
  return missing === null
    ? `The records should be an array at ${place}, which ${has}. Correct the path to the records.`
    : `There are no records at “${[...reached, missing].join('.')}”: ${place} ${has}. Correct the path to the records.`;
}
const quoteShortened = (names: readonly string[]): string =>
  quoteNames(names.slice(0, 20).map((name) => name.slice(0, 60)));
const listKeys = (keys: string[]): string =>
  keys.length > 20 ? `${quoteShortened(keys)} and more` : quoteShortened(keys);

type FeedEmpty = { case: 'answer' } | { case: 'file' } | { case: 'wrapper_empty'; wrapper: string };
function describeEmptyFeed(params: FeedEmpty): string {
  switch (params.case) {
    case 'answer':
      return 'The data source answered with an empty list of people. Nobody was changed.';
    case 'file':
      return 'The file has a header and nobody below it.';
    case 'wrapper_empty':
      return `${wrapperLabel(params.wrapper)} found nobody. Nobody was changed.`;
  }
}

type FeedIncomplete =
  | HttpFaultParams['feed_incomplete']
  | SplitFaultParams['feed_incomplete']
  | CsvFaultParams['feed_incomplete']
  | { case: 'no_total'; total: string }
  | { case: 'fewer'; declared: number; records: number }
  | { case: 'gzip'; bytes: number }
  | ({ case: 'file_cut' } & FileStep)
  | { case: 'file_unfinished'; path: string; checked: number }
  | { case: 'file_ended'; path: string; bytes: number; size: number }
  | { case: 'file_changed'; path: string; how: 'shorter' | 'longer' | 'written' }
  | { case: 'wrapper_stopped'; wrapper: string; records: number }
  | { case: 'wrapper_lost'; wrapper: string; yielded: number; records: number }
  | { case: 'wrapper_fewer'; wrapper: string; declared: number; records: number };
function describeIncompleteFeed(params: FeedIncomplete): string {
  switch (params.case) {
    case 'body': {
      const ofDeclared = params.declared === null ? '' : ` of the ${params.declared} that were announced`;
      return `The connection to the data source ended after ${params.bytes} bytes${ofDeclared}, before the answer was whole.`;
    }
    case 'json':
      return `The data ended too early, after ${formatByteCount(params.offset)}, ${describeJsonPlace(params)}.`;
    case 'csv':
      return `The CSV ended too early, after ${formatByteCount(params.offset)}, ${describeCsvPlace(params)}.`;
    case 'no_total':
      return `The data source gives no number at “${params.total}”, so nobody can tell whether all people came. Correct the path to the total, or remove it.`;
    case 'fewer':
      return `The data source says that it has ${params.declared} people, but delivered ${params.records}. Nobody was changed.`;
    case 'gzip':
      return `The gzip file ended too early, after ${formatByteCount(params.bytes)} of it were unpacked.`;
    case 'file_cut':
      return `The connection to the server was cut while ${describeFileStep(params)}.`;
    case 'file_unfinished':
      return `“${params.path}” is still being written: it changed each time that we looked, for ${params.checked / 1000} seconds. Schedule the export earlier, or have it written under another name and renamed when it is done.`;
    case 'file_ended':
      return `“${params.path}” ended after ${formatByteCount(params.bytes)}, though the server said that it has ${formatByteCount(params.size)}: it was cut, or replaced while it was read. Sync again when it is written.`;
    case 'file_changed': {
      const how = { shorter: 'became shorter', longer: 'became longer', written: 'was written to' }[params.how];
      return `“${params.path}” ${how} while it was read, so it may not be whole. Sync again when it is written.`;
    }
    case 'wrapper_stopped':
      return `${wrapperLabel(params.wrapper)} stopped early, after ${formatPeople(params.records)}: its stream ended without saying that this was everybody.`;
    case 'wrapper_lost':
      return `${wrapperLabel(params.wrapper)} yielded ${formatPeople(params.yielded)}, but ${params.records} came.`;
    case 'wrapper_fewer':
      return `${wrapperLabel(params.wrapper)} says that there are ${formatPeople(params.declared)}, but yielded ${params.records}. Nobody was changed.`;
  }
}

function describeJsonPlace({ at, records }: SplitFaultParams['feed_incomplete']): string {
  switch (at) {
    case 'start':
      return 'before anything was said';
    case 'list':
      return `inside the list of records, behind ${records} whole ones`;
    case 'record':
      return `inside a record, behind ${records} whole ones`;
    case 'first_record':
      return 'inside the first record';
    case 'document':
      return 'before the document was closed';
  }
}

function describeCsvPlace(params: CsvFaultParams['feed_incomplete']): string {
  switch (params.at) {
    case 'start':
      return 'before anything was said';
    case 'header':
      return 'inside the quotes of the header';
    case 'quotes':
      return `inside the quotes of a value in row ${params.row}`;
    case 'character':
      return `in the middle of a character in row ${params.row}`;
    case 'row':
      return `in row ${params.row}: its last row has ${params.values} of ${params.width} values`;
  }
}

type FeedBroken =
  | SplitFaultParams['feed_broken']
  | CsvFaultParams['feed_broken']
  | { case: 'gzip'; bytes: number }
  | { case: 'no_person'; by: 'source' | 'wrapper' };
function describeBrokenFeed(params: FeedBroken): string {
  switch (params.case) {
    case 'json':
      return `The data is damaged at byte ${params.offset}: ${describeJsonDamage(params)}. Nothing after that place can be trusted.`;
    case 'csv': {
      const what = params.byte === 0x22 ? 'another quote' : 'something else';
      const hint = params.backslash
        ? 'Quotes inside a value need a backslash before them (or choose doubled quotes).'
        : 'Quotes inside a value must be doubled (or choose backslash escapes).';
      return `The CSV is damaged at byte ${params.offset}, in row ${params.row}: behind a closing quote stands ${what} where a delimiter or the end of the line must be. ${hint}`;
    }
    case 'gzip':
      return `The gzip file is damaged, after ${formatByteCount(params.bytes)} of it were unpacked. Have it packed and sent again.`;
    case 'no_person':
      return `The ${params.by === 'wrapper' ? 'wrapper' : 'data source'} answered with something that is not the record of a person. Nobody was changed.`;
  }
}

function describeJsonDamage({ damage, byte }: SplitFaultParams['feed_broken']): string {
  switch (damage) {
    case 'no_separator':
      return `a comma or “]” was expected, not ${describeByte(byte)}`;
    case 'no_record':
      return `a record was expected, not ${describeByte(byte)}`;
    case 'wrong_bracket':
      return `${describeByte(byte)} closes a bracket of the other kind inside a record`;
    case 'trailing':
      return `${describeByte(byte)} stands behind the end of the document`;
    case 'second_list':
      return 'a second list of records stands at the same path';
    case 'envelope':
      return 'what stands around the records is not sound JSON';
    case 'repeated_key':
      return 'a key on the path to the records occurs twice';
  }
}

const describeNotUtf8 = (params: CsvFaultParams['feed_not_utf8']): string =>
  params.case === 'utf16'
    ? 'The CSV is not UTF-8 but UTF-16 (position 0). Export the file as UTF-8.'
    : `The CSV is not UTF-8: the byte ${formatHexByte(params.byte)} at position ${params.offset}, in row ${params.row}, cannot stand there. Export the file as UTF-8.`;

function describeHeaderMismatch(params: CsvFaultParams['header_mismatch']): string {
  if (params.case === 'repeated')
    return `The column “${params.column.slice(0, 60)}” stands twice in the header of the CSV. Rename or remove one.`;
  const { missing, misspelled, meant, others } = params;
  const more = (names: string[]) =>
    names.length > 20 ? `${quoteShortened(names)} and ${names.length - 20} more` : quoteShortened(names);
  const parts = [`Missing: ${more(missing)}.`];
  const pairs = misspelled.map((name, index) => `“${name.slice(0, 60)}” is nearly “${meant[index]}”`);
  if (pairs.length > 0) parts.push(`Nearly matching: ${pairs.slice(0, 20).join(', ')}.`);
  if (others.length > 0) parts.push(`Unexpected: ${more(others)}.`);
  return `The header of the CSV does not have the columns that it needs. ${parts.join(' ')} Correct the header; nobody was changed.`;
}

type RecordTooLarge =
  | SplitFaultParams['record_too_large']
  | CsvFaultParams['record_too_large']
  | { case: 'wrapper_payload'; wrapper: string; records: number };
function describeRecordTooLarge(params: RecordTooLarge): string {
  switch (params.case) {
    case 'json':
      return `The record that starts at byte ${params.offset} is larger than ${formatRecordSize(params.limit)}, the most that one record may have.`;
    case 'csv':
      return `Row ${params.row} of the CSV, which starts at byte ${params.offset}, is larger than ${formatMegabytes(params.limit)}. Perhaps a quote is not closed.`;
    case 'wrapper_payload':
      return `${wrapperLabel(params.wrapper)} yields a payload that is too large, behind ${formatPeople(params.records)}.`;
  }
}

type PagingBroken =
  | { case: 'same_people'; page: number }
  | { case: 'same_request'; next: number }
  | { case: 'no_cursor'; path: string }
  | { case: 'no_url'; path: string | null }
  | { case: 'other_host'; host: string }
  | { case: 'full_page'; path: string; places: string[]; records: number };
function describeBrokenPaging(params: PagingBroken): string {
  const check = 'The data source does not heed how the next page is asked for: check the paging. Nobody was changed.';
  switch (params.case) {
    case 'same_people':
      return `Page ${params.page} has the same people as an earlier one. ${check}`;
    case 'same_request':
      return `Page ${params.next} is asked for like an earlier one. ${check}`;
    case 'no_cursor':
      return `“${params.path}” should have the cursor of the next page, and has something else. Nobody was changed.`;
    case 'no_url':
      return `${params.path === null ? 'The Link header' : `“${params.path}”`} should have the URL of the next page, and has something else. Nobody was changed.`;
    case 'other_host':
      return `The next page is said to be at ${params.host}, another host than that of the first, where credentials are never sent. Nobody was changed.`;
    case 'full_page':
      return `${describeMissingNextPage(params.path, params.places)} It is full (${params.records} people), so more must follow. Correct the path; if these are really all, ask for larger pages. Nobody was changed.`;
  }
}

const describePagingLimit = ({ pages }: { pages: number }): string =>
  `The data source has more than ${pages} pages. Ask for larger ones, or raise the limit. Nobody was changed.`;

export const FEED_SENTENCES = {
  source_not_json: withContext(describeNotJson),
  source_not_csv: withContext(describeNotCsv),
  source_xml: withContext(describeXml),
  source_too_large: withContext(describeTooLarge),
  records_not_found: withContext(describeRecordsNotFound),
  feed_empty: withContext(describeEmptyFeed),
  feed_incomplete: withContext(describeIncompleteFeed),
  feed_broken: withContext(describeBrokenFeed),
  feed_not_utf8: withContext(describeNotUtf8),
  header_mismatch: withContext(describeHeaderMismatch),
  record_too_large: withContext(describeRecordTooLarge),
  paging_broken: withContext(describeBrokenPaging),
  paging_limit: withContext(describePagingLimit),
};
