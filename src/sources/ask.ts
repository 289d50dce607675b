import type { Fault } from '../domain/fault.ts';
import { type HttpRequest, type Opened, openAnswer } from '../lib/http/open.ts';
import type { HttpWorld } from '../lib/http/world.ts';
import { ok, type Result } from '../lib/result.ts';
import type { Authorizer } from './authorizer.ts';

/** Sends a request with credentials; asks for new ones, once, when they are refused as unknown (401). */
export async function ask(
  request: HttpRequest,
  authorizer: Authorizer,
  world: HttpWorld,
): Promise<Result<Opened, Fault>> {
  for (let attempt = 1; ; attempt++) {
    const credentials = await authorizer.credentials(world);
    if (!credentials.ok) return credentials;
    if (!credentials.value) return ok({ is: 'unwanted' });
    const { headers, hidden } = credentials.value;
    const full = {
      ...request,
      headers: { ...request.headers, ...headers },
      hidden: [...request.hidden, ...hidden],
    };
    const opened = await openAnswer(full, world);
    const unknown = !opened.ok && opened.fault.details?.status === 401;
    if (unknown && attempt === 1 && authorizer.refused()) continue;
    return opened;
  }
}
