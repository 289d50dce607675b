import { Hono } from 'hono';
import { requestId } from 'hono/request-id';
import { api } from './api/app.ts';
import { setupDoor } from './api/setup.ts';
import type { TenantEnv } from './auth/actor.ts';
import { consume } from './syncs/consume.ts';
import { tick } from './syncs/tick.ts';
import { webApp } from './web/app.tsx';
import { errorPage, notFoundPage } from './web/errors/answers.ts';
import { securityHeaders } from './web/frame/headers.ts';

const app = new Hono<TenantEnv>();

// An ID of ours, never the caller's: it is what an error page asks people to quote.
app.use(requestId({ headerName: '' }), securityHeaders);
// Doors for programs come before the pages, whose rules hold for all that comes after.
app.route('/:tenant/api/v1', api);
app.route('/setup', setupDoor);
app.route('/', webApp);
app.notFound(notFoundPage);
app.onError(errorPage);

export default {
  fetch: app.fetch,
  queue: consume,
  scheduled: (controller, env) => tick(env, controller.scheduledTime),
} satisfies ExportedHandler<Env>;

export { TenantCoordinator } from './syncs/coordinator/coordinator.ts';
