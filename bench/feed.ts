import { createServer, type ServerResponse } from 'node:http';
import { toReportEntry } from '../tools/hr/workday.ts';
import { people } from '../tools/hr/world.ts';
import { CSV_HEADER, csvRowOf } from './csv-rows.ts';

/*
 * The data source of the bench, in its own process: feeds made beforehand, so that making them is not what is measured.
 * GET /report?people=N&changed=PERCENT&format=json|ndjson|csv, and with &size=N&page=N (from 1) a page of it as JSON
 */
const feeds = new Map<string, Buffer[]>();
const entries = new Map<string, string[]>();

const BLOCK = 4_000_000;

/** Everybody active and with an e-mail, so that every case does what its name says. */
function* everybody(size: number, changed: number): Generator<Record<string, unknown>, void> {
  let index = 0;
  for (const person of people({ people: size, seed: 1, churn: 0 })) {
    const sound = { ...person, status: 'Active' as const, ends: null, email: `p${index}@bench.example` };
    const title = changed > 0 && index % Math.round(100 / changed) === 0 ? `${person.title}, changed` : person.title;
    yield toReportEntry({ ...sound, title });
    index += 1;
  }
}

function* pieces(size: number, changed: number, format: string): Generator<string, void> {
  if (format === 'csv') yield `${CSV_HEADER.join(',')}\r\n`;
  if (format === 'json') yield '{"Report_Entry":[';
  let count = 0;
  for (const entry of everybody(size, changed)) {
    if (format === 'csv') yield `${csvRowOf(entry)}\r\n`;
    else if (format === 'ndjson') yield `${JSON.stringify(entry)}\n`;
    else yield `${count === 0 ? '' : ','}${JSON.stringify(entry)}`;
    count += 1;
  }
  if (format === 'json') yield ']}';
}

function feed(size: number, changed: number, format: string): Buffer[] {
  const key = `${size}/${changed}/${format}`;
  const known = feeds.get(key);
  if (known) return known;
  const blocks: Buffer[] = [];
  let text = '';
  for (const piece of pieces(size, changed, format)) {
    text += piece;
    if (text.length < BLOCK) continue;
    blocks.push(Buffer.from(text));
    text = '';
  }
  blocks.push(Buffer.from(text));
  feeds.set(key, blocks);
  return blocks;
}

function pageOf(people: number, page: number, size: number): Buffer[] {
  const key = String(people);
  const all = entries.get(key) ?? [...everybody(people, 0)].map((entry) => JSON.stringify(entry));
  entries.set(key, all);
  const shown = all.slice((page - 1) * size, page * size);
  const next = page * size < all.length ? `"p${page + 1}"` : 'null';
  return [Buffer.from(`{"Report_Entry":[${shown.join(',')}],"next":${next},"total":${all.length}}`)];
}

async function send(response: ServerResponse, format: string, blocks: readonly Buffer[]): Promise<void> {
  response.writeHead(200, {
    'content-type': format === 'csv' ? 'text/csv' : format === 'ndjson' ? 'application/x-ndjson' : 'application/json',
    'content-length': blocks.reduce((sum, block) => sum + block.length, 0),
  });
  for (const block of blocks) {
    if (!response.write(block)) await new Promise((resolve) => response.once('drain', resolve));
  }
  response.end();
}

const server = createServer((request, response) => {
  const { searchParams } = new URL(request.url ?? '/', 'http://feed');
  const number = (name: string) => Number(searchParams.get(name) ?? 0);
  const format = searchParams.get('format') ?? 'json';
  // A cursor is the letter p and the page.
  const page = Number((searchParams.get('page') || searchParams.get('cursor') || '1').replace('p', ''));
  const blocks = searchParams.has('size')
    ? pageOf(number('people'), page, number('size'))
    : feed(number('people'), number('changed'), format);
  if (searchParams.has('prepare')) response.end(String(blocks.reduce((sum, block) => sum + block.length, 0)));
  else void send(response, format, blocks);
}).listen(0, '127.0.0.1', () => {
  const address = server.address();
  process.send?.({ port: typeof address === 'object' ? address?.port : 0 });
});

// A bench that was stopped half-way leaves no data source behind.
process.on('disconnect', () => process.exit(0));
