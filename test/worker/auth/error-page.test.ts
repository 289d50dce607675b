import { env } from 'cloudflare:workers';
import { Hono } from 'hono';
import { requestId } from 'hono/request-id';
import { afterEach, expect, test, vi } from 'vitest';
import type { TenantEnv } from '../../../src/auth/actor.ts';
import { errorPage } from '../../../src/web/frame/errors.tsx';

afterEach(() => vi.restoreAllMocks());

test('an error page shows a reference that the log has too, and nothing of what broke', async () => {
  const logged = vi.spyOn(console, 'error').mockImplementation(() => undefined);
  const app = new Hono<TenantEnv>();
  app.use(requestId({ headerName: '', generator: () => 'reference-1' }));
  app.get('/', () => {
    throw new Error('the inside of it');
  });
  app.onError(errorPage);
  const response = await app.fetch(new Request('https://rollcall.test/'), env);
  const page = await response.text();
  expect(response.status).toBe(500);
  expect(page).toContain('reference-1');
  expect(page).not.toContain('the inside of it');
  expect(String(logged.mock.calls[0]?.[0])).toContain('"request_id":"reference-1"');
});
