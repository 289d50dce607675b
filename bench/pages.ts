import { hashPassword } from '../src/auth/password.ts';
import type { newTenant, Rig } from './rig.ts';
import { timed } from './run.ts';

const TIMES = 60;
const PASSWORD = 'bench password of some length';

export const p95 = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length * 0.95)] ?? 0;

/** Signs an admin in. @returns the cookie */
export async function signIn(rig: Rig, store: Awaited<ReturnType<typeof newTenant>>): Promise<string> {
  await store.admins.add('bench@bench.example', await hashPassword(PASSWORD), 'admin', Date.now());
  const signedIn = await fetch(`${rig.address}/${store.tenant.slug}/sign-in`, {
    method: 'POST',
    redirect: 'manual',
    headers: { origin: rig.address },
    body: new URLSearchParams({ email: 'bench@bench.example', password: PASSWORD }),
  });
  return signedIn.headers.get('set-cookie')?.split(';')[0] ?? '';
}

/** Times pages as a browser on this machine would see them: whole answer, over loopback. */
export async function timePages(
  rig: Rig,
  store: Awaited<ReturnType<typeof newTenant>>,
  cookie: string,
  paths: Record<string, string>,
) {
  const slug = store.tenant.slug;
  const lines = [];
  for (const [name, path] of Object.entries(paths)) {
    const walls: number[] = [];
    let bytes = 0;
    for (let time = 0; time < TIMES; time++) {
      walls.push(
        await timed(async () => {
          const response = await fetch(`${rig.address}/${slug}${path}`, { headers: { cookie }, redirect: 'manual' });
          const body = await response.text();
          if (response.status !== 200) throw new Error(`${path} answered ${response.status}`);
          bytes = body.length;
        }),
      );
    }
    // The first few compile the page.
    const warm = walls.slice(10);
    lines.push({
      case: 'page',
      name,
      p50_ms: Number(p50(warm).toFixed(1)),
      p95_ms: Number(p95(warm).toFixed(1)),
      bytes,
    });
  }
  return lines;
}

export const p50 = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
