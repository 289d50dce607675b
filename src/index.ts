import { Hono } from 'hono';
import { requestId } from 'hono/request-id';
import { apiApp } from './api/app.ts';
import { setupRoutes } from './api/setup.ts';
import { runCron } from './app/cron.ts';
import type { TenantEnv } from './auth/actor.ts';
import { consumeMessages } from './sync/queue/consume.ts';
import { webApp } from './web/app.tsx';
import { errorPage, notFoundPage } from './web/frame/errors.tsx';
import { securityHeaders } from './web/frame/security.ts';

const app = new Hono<TenantEnv>();

// An ID of ours, never the caller's: it is what an error page asks people to quote.
app.use(requestId({ headerName: '' }), securityHeaders);
// Doors for programs come before the pages, whose rules hold for all that comes after.
app.route('/:tenant/api/v1', apiApp);
app.route('/setup', setupRoutes);
app.route('/', webApp);
app.notFound(notFoundPage);
app.onError(errorPage);

export default {
  fetch: app.fetch,
  queue: consumeMessages,
  scheduled: (controller, env) => runCron(env, controller.scheduledTime),
} satisfies ExportedHandler<Env>;

export { TenantCoordinator } from './sync/coordinator/coordinator.ts';
