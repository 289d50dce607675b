import { mapping } from '../tools/hr/mapping.ts';
import { p50, p95 } from './pages.ts';
import type { newTenant, Rig } from './rig.ts';
import { timed } from './run.ts';

const CALLS = 200;

/** The form of the demo's mapping, with an expression that is being typed. */
function formWith(title: string, record: string): URLSearchParams {
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

/**
 * Times what an admin waits for while typing: every expression of the mapping tried on one person of the snapshot.
 * @param last ordinal of the last person
 */
export async function timeTester(
  rig: Rig,
  store: Awaited<ReturnType<typeof newTenant>>,
  cookie: string,
  sync: number,
  last: number,
) {
  const walls: number[] = [];
  let bytes = 0;
  for (let call = 0; call < CALLS + 10; call++) {
    const body = formWith(`join(', ', [Department, Job_group[0].Title, '${call}'])`, `${sync}-${(call * 7919) % last}`);
    walls.push(
      await timed(async () => {
        const response = await fetch(`${rig.address}/${store.tenant.slug}/settings/integrations/try`, {
          method: 'POST',
          headers: { cookie, origin: rig.address, 'HX-Request': 'true', 'HX-Request-Type': 'partial' },
          body,
        });
        const text = await response.text();
        if (!text.includes(`, ${call}</output>`)) throw new Error(`The tester answered ${response.status}: ${text}`);
        bytes = text.length;
      }),
    );
  }
  // The first few compile the page.
  const warm = walls.slice(10);
  return {
    case: 'tester',
    calls: CALLS,
    p50_ms: Number(p50(warm).toFixed(1)),
    p95_ms: Number(p95(warm).toFixed(1)),
    bytes,
  };
}
