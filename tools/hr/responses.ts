import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import type { FaultName } from './faults.ts';

/** Answers with text of a type. */
export function respond(
  response: ServerResponse,
  status: number,
  type: string,
  body: string,
  headers: Record<string, string> = {},
) {
  response.writeHead(status, { 'content-type': `${type}; charset=utf-8`, ...headers }).end(body);
}

/** @returns a whole number of a query, or what stands for one that is not there. */
export const wholeNumber = (text: string | null, otherwise: number): number => {
  const value = text === null || text === '' ? Number.NaN : Number(text);
  return Number.isSafeInteger(value) && value >= 0 ? value : otherwise;
};

const BLOCK_SIZE = 64 * 1024;

/** What stands before and behind the records of an answer. */
export interface Frame {
  before: string;
  /** @param count records written. */
  after(count: number): string;
}

export interface Pace {
  /** Milliseconds between two pieces. */
  every: number;
  /** Bytes of a piece, about. */
  bytes: number;
}

/** Yields a whole document in pieces, with those faults in it that concern its framing. */
export function* jsonDocument(
  frame: Frame,
  records: Iterable<string>,
  fault: FaultName | null,
  middle: number,
): Generator<string, void> {
  yield frame.before;
  let count = 0;
  for (const record of records) {
    const separator = count === 0 ? '' : fault === 'broken' && count === middle ? '\n' : ',\n';
    if (fault === 'truncated' && count === middle) return yield separator + record.slice(0, record.length / 2);
    yield separator + record;
    count++;
  }
  yield frame.after(count);
}

/** Writes pieces as fast as they are taken, holding about 64 KB. @returns false when the other side went away. */
export async function writePaced(
  response: ServerResponse,
  pieces: Iterable<string>,
  pace: Pace | null,
): Promise<boolean> {
  const most = pace?.bytes ?? BLOCK_SIZE;
  let block = '';
  for (const piece of pieces) {
    block += piece;
    while (block.length >= most) {
      // Only a slow answer is cut to size; a fast one goes out as it comes.
      const size = pace ? pace.bytes : block.length;
      if (!(await writeBlock(response, block.slice(0, size)))) return false;
      block = block.slice(size);
      if (pace) await wait(pace.every);
    }
  }
  return block === '' || writeBlock(response, block);
}

async function writeBlock(response: ServerResponse, block: string): Promise<boolean> {
  if (response.destroyed) return false;
  if (response.write(block)) return true;
  const gone = new AbortController();
  const stop = () => gone.abort();
  response.once('close', stop);
  try {
    await once(response, 'drain', { signal: gone.signal });
    return true;
  } catch {
    return false;
  } finally {
    response.off('close', stop);
  }
}

const CSV_COLUMNS: Record<string, (entry: Record<string, unknown>) => unknown> = {
  Employee_ID: (entry) => entry.Employee_ID,
  Worker: (entry) => entry.Worker,
  Email: ({ Emails_group: emails }) => (Array.isArray(emails) ? emails[1]?.Email : null),
  Title: ({ Job_group: jobs }) => (Array.isArray(jobs) ? jobs[0]?.Title : null),
  Department: (entry) => entry.Department,
  Location: (entry) => entry.Location,
  Hire_Date: (entry) => entry.Hire_Date,
  Termination_Date: (entry) => entry.Termination_Date,
  Status: (entry) => entry.Status,
  Manager_Employee_ID: (entry) => entry.Manager_Employee_ID,
  Notes: (entry) => entry.Notes,
};

const quoteCsv = (value: unknown): string => `"${String(value ?? '').replaceAll('"', '""')}"`;

/** @returns a record as a row of CSV; one that is no JSON becomes a row with too few values. */
function csvRow(record: string): string {
  let entry: Record<string, unknown>;
  try {
    entry = JSON.parse(record);
  } catch {
    return '"E000000","nobody"';
  }
  return Object.values(CSV_COLUMNS)
    .map((value) => quoteCsv(value(entry)))
    .join(',');
}

/** Yields a document of lines, with those faults in it that concern its framing. */
export function* lineDocument(
  format: 'ndjson' | 'csv',
  records: Iterable<string>,
  fault: FaultName | null,
  middle: number,
): Generator<string, void> {
  const csv = format === 'csv';
  const header = Object.keys(CSV_COLUMNS).map((name) => (fault === 'columns' && name === 'Title' ? 'Worker' : name));
  if (csv) yield `${header.join(',')}\r\n`;
  let count = 0;
  for (const record of records) {
    const line = csv ? csvRow(record) : record;
    // A cut inside the quotes of the second value, or inside a JSON text.
    if (fault === 'truncated' && count === middle) return yield line.slice(0, csv ? 13 : line.length / 2);
    if (fault === 'broken' && count === middle && csv) yield `${line.replace('","', '"x,"')}\r\n`;
    else yield csv ? `${line}\r\n` : `${line}\n`;
    count++;
  }
}
