import { createServer, type ServerResponse } from 'node:http';
import { toReportEntry } from '../tools/hr/workday.ts';
import { type Person, people } from '../tools/hr/world.ts';

/*
 * The data source of the bench, in its own process: reports made beforehand, so that making them is not what is measured.
 * GET /report?people=N&changed=PERCENT
 */
const reports = new Map<string, Buffer[]>();

const BLOCK = 4_000_000;

function report(size: number, changed: number): Buffer[] {
  const key = `${size}/${changed}`;
  const known = reports.get(key);
  if (known) return known;
  const blocks: Buffer[] = [];
  let text = '{"Report_Entry":[';
  let count = 0;
  for (const person of people({ people: size, seed: 1, churn: 0 })) {
    text += `${count === 0 ? '' : ','}${JSON.stringify(entry(person, count, changed))}`;
    count += 1;
    if (text.length < BLOCK) continue;
    blocks.push(Buffer.from(text));
    text = '';
  }
  blocks.push(Buffer.from(`${text}]}`));
  reports.set(key, blocks);
  return blocks;
}

/** Everybody active and with an e-mail, so that every case does what its name says. */
function entry(person: Person, index: number, changed: number): Record<string, unknown> {
  const sound = { ...person, status: 'Active' as const, ends: null, email: `p${index}@bench.example` };
  const title = changed > 0 && index % Math.round(100 / changed) === 0 ? `${person.title}, changed` : person.title;
  return toReportEntry({ ...sound, title });
}

async function send(response: ServerResponse, blocks: readonly Buffer[]): Promise<void> {
  response.writeHead(200, {
    'content-type': 'application/json',
    'content-length': blocks.reduce((sum, block) => sum + block.length, 0),
  });
  for (const block of blocks) {
    if (!response.write(block)) await new Promise((resolve) => response.once('drain', resolve));
  }
  response.end();
}

const server = createServer((request, response) => {
  const { searchParams } = new URL(request.url ?? '/', 'http://feed');
  const blocks = report(Number(searchParams.get('people')), Number(searchParams.get('changed') ?? 0));
  if (searchParams.has('prepare')) response.end(String(blocks.reduce((sum, block) => sum + block.length, 0)));
  else void send(response, blocks);
}).listen(0, '127.0.0.1', () => {
  const address = server.address();
  process.send?.({ port: typeof address === 'object' ? address?.port : 0 });
});

// A bench that was stopped half-way leaves no data source behind.
process.on('disconnect', () => process.exit(0));
