import { hashPassword } from '../src/auth/password.ts';
import { mapping } from '../tools/hr/mapping.ts';
import type { BenchStore, Rig } from './rig.ts';
import { timeMs } from './run-sync.ts';

const PAGE_VISITS = 50;
const TESTER_CALLS = 200;
/** The first few requests compile the page. */
const WARM_UP = 10;
const PASSWORD = 'bench password of some length';

/** Signs an admin in. @returns the cookie */
export async function signIn(rig: Rig, store: BenchStore): Promise<string> {
  await store.admins.add('bench@bench.example', await hashPassword(PASSWORD), 'admin', Date.now());
  const response = await fetch(`${rig.address}/${store.tenant.slug}/sign-in`, {
    method: 'POST',
    redirect: 'manual',
    headers: { origin: rig.address },
    body: new URLSearchParams({ email: 'bench@bench.example', password: PASSWORD }),
  });
  return response.headers.get('set-cookie')?.split(';')[0] ?? '';
}

/** Times pages as a browser on this machine would see them: whole answer, over loopback. */
export async function timePages(rig: Rig, store: BenchStore, cookie: string, paths: Record<string, string>) {
  const lines = [];
  for (const [name, path] of Object.entries(paths)) {
    const timed = await timeRequests(PAGE_VISITS, async () => {
      const url = `${rig.address}/${store.tenant.slug}${path}`;
      const response = await fetch(url, { headers: { cookie }, redirect: 'manual' });
      const body = await response.text();
      if (response.status !== 200) throw new Error(`${path} answered ${response.status}`);
      return body;
    });
    lines.push({ case: 'page', name, ...timed });
  }
  return lines;
}

/**
 * Times what an admin waits for while typing: every expression of the mapping tried on one person of the snapshot.
 * @param last ordinal of the last person
 */
export async function timeTester(rig: Rig, store: BenchStore, cookie: string, sync: number, last: number) {
  const url = `${rig.address}/${store.tenant.slug}/settings/integrations/try`;
  const headers = { cookie, origin: rig.address, 'HX-Request': 'true', 'HX-Request-Type': 'partial' };
  const timed = await timeRequests(TESTER_CALLS, async (call) => {
    const title = `join(', ', [Department, Job_group[0].Title, '${call}'])`;
    const body = mappingForm(title, `${sync}-${(call * 7919) % last}`);
    const response = await fetch(url, { method: 'POST', headers, body });
    const text = await response.text();
    if (!text.includes(`, ${call}</output>`)) throw new Error(`The tester answered ${response.status}: ${text}`);
    return text;
  });
  return { case: 'tester', calls: TESTER_CALLS, ...timed };
}

/** The form of the demo's mapping, with an expression that is being typed. */
function mappingForm(title: string, record: string): URLSearchParams {
  const fields = new URLSearchParams({ source: 'workday', version: '1', record, shown: record });
  for (const [key, { expression }] of Object.entries(mapping.standard)) {
    fields.set(`standard.${key}.expression`, key === 'title' ? title : expression);
  }
  for (const [at, attribute] of mapping.custom.entries()) {
    for (const [part, value] of Object.entries(attribute)) fields.set(`custom[${at}].${part}`, String(value));
  }
  fields.set('restricted_role.expression', mapping.restricted_role.expression);
  return fields;
}

/** Makes a request again and again. @returns percentiles once it is warm, and the length of the last answer */
async function timeRequests(times: number, request: (nth: number) => Promise<string>) {
  const walls: number[] = [];
  let bytes = 0;
  for (let nth = 0; nth < times + WARM_UP; nth++) {
    walls.push(
      await timeMs(async () => {
        bytes = (await request(nth)).length;
      }),
    );
  }
  const warm = walls.slice(WARM_UP).sort((a, b) => a - b);
  const percentile = (share: number) => Number((warm[Math.floor(warm.length * share)] ?? 0).toFixed(1));
  return { p50_ms: percentile(0.5), p95_ms: percentile(0.95), bytes };
}
