import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { type FaultName, isFault, records } from './faults.ts';
import { TokenEndpoint } from './oauth.ts';
import { indexPage, type SftpAddress, signInPage, xmlReport } from './pages.ts';
import { isPagingStyle, pageAt } from './paging.ts';
import { type Frame, jsonDocument, lineDocument, respond, wholeNumber, writePaced } from './responses.ts';
import { SignedApi } from './signed-api.ts';
import { toReportEntry } from './workday.ts';
import { headcount, indexOf, isEmployed, type Person, people, personAt, type World } from './world.ts';

export interface HrOptions extends Partial<World> {
  /** Basic, for the Workday endpoints. */
  user?: string;
  password?: string;
  /** Bearer, for `/api`. */
  token?: string;
  /** Where its files are, for its first page. */
  sftp?: SftpAddress;
}

type Format = 'json' | 'ndjson' | 'csv';
const TYPES: Record<Format, string> = { json: 'application/json', ndjson: 'application/x-ndjson', csv: 'text/csv' };

const REPORT: Frame = { before: '{"Report_Entry":[', after: () => ']}\n' };

// The total of a report that misses people still counts all of them, as it does where paging went wrong.
const api = (world: World, fault: FaultName | null): Frame => ({
  before: '{"data":{"people":[',
  after: (count) => `]},"meta":{"total":${fault === 'half' ? headcount(world) : count}}}\n`,
});

interface Ask {
  request: IncomingMessage;
  response: ServerResponse;
  url: URL;
  world: World;
  fault: FaultName | null;
}

const formatOf = (url: URL): Format => {
  const format = url.searchParams.get('format');
  return format === 'csv' || format === 'ndjson' ? format : 'json';
};

/**
 * A fake HR system. Every answer follows from its options and the query (`people`, `seed`, `churn`, `fault`), so that
 * a test can drive it by URLs alone; only `429` and `500` with `times` remember how often they were asked.
 */
export function createHr(options: HrOptions = {}): Server {
  const {
    sftp = null,
    people: size = 1000,
    seed = 1,
    churn = 0,
    user = 'hr',
    password = 'hr-secret',
    token = 'hr-token',
  } = options;
  const basic = `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
  const asked = new Map<string, number>();
  const tokens = new TokenEndpoint();
  const signed = new SignedApi();
  const withdrawn = new Set<string>();

  const refuse = ({ url, response, fault }: Ask): boolean => {
    if (fault !== '429' && fault !== '500') return false;
    const times = wholeNumber(url.searchParams.get('times'), fault === '429' ? 2 : Number.MAX_SAFE_INTEGER);
    const before = asked.get(url.href) ?? 0;
    asked.set(url.href, before < times ? before + 1 : 0);
    if (before >= times) return false;
    const after = url.searchParams.get('retry_after') ?? '1';
    if (fault === '429')
      respond(response, 429, 'text/plain', 'Too many requests, try later.', { 'retry-after': after });
    else
      respond(response, 500, 'text/html', '<h1>Server error</h1><p>The report could not be run: task timed out.</p>');
    return true;
  };

  const everyone = async (ask: Ask, frame: Frame, format: Format = 'json'): Promise<void> => {
    const { response, world, fault, url } = ask;
    const middle = Math.max(1, Math.floor(world.people / 2));
    if (fault === 'html') return respond(response, 200, 'text/html', signInPage);
    if (fault === 'xml') return respond(response, 200, 'text/xml', xmlReport);
    const document = (people: World, fault: FaultName | null) =>
      format === 'json'
        ? jsonDocument(frame, records(people, fault), fault, middle)
        : lineDocument(format, records(people, fault), fault, middle);
    const pieces = () => document(world, fault);
    const headers: Record<string, string | number> = { 'content-type': `${TYPES[format]}; charset=utf-8` };
    if (fault === 'latin1') return void response.end(Buffer.from([...pieces()].join(''), 'latin1'));
    if (fault === 'short') {
      let length = 0;
      for (const piece of pieces()) length += Buffer.byteLength(piece);
      headers['content-length'] = length + 1000;
    }
    response.writeHead(200, headers);
    if (ask.request.method === 'HEAD') return void response.end();
    const pace = {
      every: wholeNumber(url.searchParams.get('every'), 100),
      bytes: wholeNumber(url.searchParams.get('bytes'), 2000),
    };
    // Half of the report, then silence: the piece behind the middle never comes.
    const half = fault === 'stall' ? document(world, 'truncated') : null;
    if (!(await writePaced(response, half ?? pieces(), fault === 'drip' ? pace : null)) || half) return;
    if (fault === 'short') response.socket?.end(() => response.destroy());
    else response.end();
  };

  const found = (ask: Ask): Person[] => {
    const id = ask.url.searchParams.get('employee_id');
    const email = ask.url.searchParams.get('email')?.toLowerCase();
    if (id) return isEmployed(ask.world, indexOf(id)) ? [personAt(ask.world, indexOf(id))] : [];
    const hits: Person[] = [];
    if (email) for (const person of people(ask.world)) if (person.email?.toLowerCase() === email) hits.push(person);
    return hits;
  };

  const guarded = (ask: Ask, wanted: string, answer: () => unknown): unknown => {
    const { request, response } = ask;
    const { authorization } = request.headers;
    if (ask.fault === 'expired-token' && tokens.accepts(authorization) && !withdrawn.has(ask.url.href)) {
      withdrawn.add(ask.url.href);
      tokens.revokeAll();
    }
    const key = wanted.startsWith('Bearer') && request.headers['x-api-key'] === token;
    if (authorization !== wanted && !key && !tokens.accepts(authorization)) {
      const what = wanted.startsWith('Basic') ? 'Invalid user name or password.' : 'The access token is not valid.';
      return respond(response, 401, 'text/plain', what, { 'www-authenticate': `${wanted.split(' ')[0]} realm="hr"` });
    }
    return refuse(ask) || answer();
  };

  const onePage = ({ url, response, world, fault }: Ask): unknown => {
    const style = url.searchParams.get('style');
    if (!isPagingStyle(style)) return respond(response, 400, 'text/plain', 'There is no such style of paging.');
    const all = [...records(world, fault)];
    const { from, to, says, headers } = pageAt(style, url, all.length, fault);
    const total = fault === 'half' ? headcount(world) : all.length;
    const body = `{"data":{"people":[${all.slice(from, to).join(',')}]},"meta":${JSON.stringify({ total, ...says })}}`;
    const end = fault === 'truncated' && from > 0 ? body.length / 2 : body.length;
    respond(response, 200, 'application/json', body.slice(0, end), headers);
  };

  const answer = async (ask: Ask): Promise<unknown> => {
    const { response, world, fault } = ask;
    const json = (body: unknown) => respond(response, 200, 'application/json', JSON.stringify(body));
    if (ask.url.pathname.startsWith('/signed/')) {
      if (refuse(ask)) return;
      const said = signed.answer(ask.request, world, fault);
      return respond(response, said.status, 'application/json', said.body);
    }
    switch (ask.url.pathname) {
      case '/':
        return respond(response, 200, 'text/html', indexPage(world, sftp));
      case '/report':
        return guarded(ask, basic, () => everyone(ask, REPORT, formatOf(ask.url)));
      case '/person':
        return guarded(ask, basic, () => {
          const entries = found(ask).map(toReportEntry);
          return json({ Report_Entry: fault === 'duplicate' ? [...entries, ...entries] : entries });
        });
      case '/oauth/token': {
        const said = await tokens.answer(ask.request, fault);
        return respond(response, said.status, 'application/json', said.body);
      }
      case '/api/people':
        return guarded(ask, `Bearer ${token}`, () => everyone(ask, api(world, fault), formatOf(ask.url)));
      case '/api/pages':
        return guarded(ask, `Bearer ${token}`, () => onePage(ask));
      case '/api/person':
        return guarded(ask, `Bearer ${token}`, () => {
          const person = found(ask)[0];
          return person
            ? json(toReportEntry(person))
            : respond(response, 404, 'application/json', '{"error":"nobody"}');
        });
      default:
        return respond(response, 404, 'text/plain', 'There is nothing here. See / for what there is.');
    }
  };

  return createServer(async (request, response) => {
    const url = new URL(request.url ?? '/', 'http://hr.invalid');
    const from = (name: string, otherwise: number) => wholeNumber(url.searchParams.get(name), otherwise);
    const world = { people: from('people', size), seed: from('seed', seed), churn: from('churn', churn) };
    const fault = url.searchParams.get('fault');
    if (fault && !isFault(fault)) return respond(response, 400, 'text/plain', `There is no fault “${fault}”. See /.`);
    try {
      await answer({ request, response, url, world, fault: fault && isFault(fault) ? fault : null });
    } catch (error) {
      console.error(error);
      response.destroy();
    }
  });
}
