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

// The empty header name ignores IDs that a client sends: error pages show this ID for support.
app.use(requestId({ headerName: '' }), securityHeaders);
// The API comes before the pages, whose middleware applies to every later route.
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
