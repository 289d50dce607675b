import { createHmac, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { type FaultName, records } from './faults.ts';
import { DEPARTMENTS } from './names.ts';
import { toReportEntry } from './workday.ts';
import { headcount, indexOf, isEmployed, personAt, type World } from './world.ts';

/** Who may ask `/signed`, and what they sign with. */
export const SIGNER = { id: 'hr-key', key: 'hr-signing-key' };
const MAX_CLOCK_SKEW = 300;

interface SignedAnswer {
  status: number;
  body: string;
}
const answerJson = (status: number, body: unknown): SignedAnswer => ({ status, body: JSON.stringify(body) });

/**
 * An API as no standard has it, below `/signed`: each request is signed (HMAC-SHA256 of method, path with query, and
 * time), a session is opened first and lasts for `session_uses` (8) requests, and people are in pages of departments.
 */
export class SignedApi {
  readonly #sessions = new Map<string, number>();
  #opened = 0;
  /** The department last asked for: its pages are asked for one after the other. */
  #inDepartment: { key: string; people: string[] } = { key: '', people: [] };

  answer(
    { method = 'GET', headers, url: path = '/' }: IncomingMessage,
    world: World,
    fault: FaultName | null,
  ): SignedAnswer {
    const url = new URL(path, 'http://hr.invalid');
    const number = (name: string, otherwise: number) => Math.max(1, Number(url.searchParams.get(name) ?? otherwise));
    const time = String(headers['x-time'] ?? '');
    const signed = createHmac('sha256', SIGNER.key).update(`${method}\n${path}\n${time}`).digest();
    const given = Buffer.from(String(headers['x-signature'] ?? ''), 'hex');
    if (headers['x-key-id'] !== SIGNER.id || given.length !== signed.length || !timingSafeEqual(given, signed))
      return answerJson(403, { error: 'bad_signature' });
    if (!(Math.abs(Date.now() / 1000 - Number(time)) < MAX_CLOCK_SKEW)) return answerJson(403, { error: 'clock_skew' });

    const [what = '', code = ''] = url.pathname.split('/').slice(2);
    if (what === 'session' && method === 'POST') {
      const session = `hr-session-${++this.#opened}`;
      this.#sessions.set(session, number('session_uses', 8));
      return answerJson(200, { session });
    }
    const session = String(headers['x-session'] ?? '');
    const left = this.#sessions.get(session) ?? 0;
    if (left === 0) return answerJson(401, { error: 'session_expired' });
    this.#sessions.set(session, left - 1);

    const page = number('page', 1);
    if (what === 'departments' && code === '') {
      const size = number('departments', 3);
      const { shown, more } = cut(DEPARTMENTS, page, size);
      return answerJson(200, {
        headcount: headcount(world),
        departments: shown.map(({ code, name }) => ({ code, name })),
        more,
      });
    }
    if (what === 'departments') {
      const name = DEPARTMENTS.find((one) => one.code === code)?.name;
      const key = JSON.stringify([world, fault, name]);
      if (this.#inDepartment.key !== key) {
        const inIt = `"Department":${JSON.stringify(name)}`;
        this.#inDepartment = { key, people: [...records(world, fault)].filter((text) => text.includes(inIt)) };
      }
      const { shown, more } = cut(this.#inDepartment.people, page, number('size', 50));
      const body = `{"people":[${shown.join(',')}],"more":${more}}`;
      return { status: 200, body: fault === 'truncated' && page > 1 ? body.slice(0, body.length / 2) : body };
    }
    const index = what === 'people' ? indexOf(code) : -1;
    return isEmployed(world, index)
      ? answerJson(200, toReportEntry(personAt(world, index)))
      : answerJson(404, { error: 'nobody' });
  }
}

function cut<Item>(all: readonly Item[], page: number, size: number): { shown: Item[]; more: boolean } {
  return { shown: all.slice((page - 1) * size, page * size), more: page * size < all.length };
}
