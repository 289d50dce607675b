import type { FaultName } from './faults.ts';

const COLUMNS: Record<string, (entry: Record<string, unknown>) => unknown> = {
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

const quoted = (value: unknown): string => `"${String(value ?? '').replaceAll('"', '""')}"`;

/** @returns a record as a row of CSV; one that is no JSON becomes a row with too few values. */
function rowOf(record: string): string {
  let entry: Record<string, unknown>;
  try {
    entry = JSON.parse(record);
  } catch {
    return '"E000000","nobody"';
  }
  return Object.values(COLUMNS)
    .map((value) => quoted(value(entry)))
    .join(',');
}

/** Yields a document of lines, with those faults in it that concern its framing. */
export function* linesOf(
  format: 'ndjson' | 'csv',
  records: Iterable<string>,
  fault: FaultName | null,
  middle: number,
): Generator<string, void> {
  const csv = format === 'csv';
  const header = Object.keys(COLUMNS).map((name) => (fault === 'columns' && name === 'Title' ? 'Worker' : name));
  if (csv) yield `${header.join(',')}\r\n`;
  let count = 0;
  for (const record of records) {
    const line = csv ? rowOf(record) : record;
    // A cut inside the quotes of the second value, or inside a JSON text.
    if (fault === 'truncated' && count === middle) return yield line.slice(0, csv ? 13 : line.length / 2);
    if (fault === 'broken' && count === middle && csv) yield `${line.replace('","', '"x,"')}\r\n`;
    else yield csv ? `${line}\r\n` : `${line}\n`;
    count++;
  }
}
