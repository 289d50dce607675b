import { OpenAPIHono } from '@hono/zod-openapi';
import type { MiddlewareHandler } from 'hono';
import { type TenantEnv, withRefusal } from '../auth/actor.ts';
import { isReadRequest, requireToken, withTenant } from '../auth/identify.ts';
import { auditRoutes } from './audit/routes.ts';
import { dataSourceRoutes } from './data-sources/routes.ts';
import { fileRoutes } from './files/routes.ts';
import { filterRoutes } from './filters/routes.ts';
import { mappingCaseRoutes } from './mapping/cases.ts';
import { mappingRoutes } from './mapping/routes.ts';
import { mappingTryRoutes } from './mapping/try.ts';
import { noticeRoutes } from './notices/routes.ts';
import { orphanRoutes } from './orphans/routes.ts';
import { recordRoutes } from './records/routes.ts';
import { settingsRoutes } from './settings/routes.ts';
import { limitBodySize, requireValidJson } from './shared/body.ts';
import { apiRoot } from './shared/fields.ts';
import { mountOpenApi } from './shared/openapi.ts';
import {
  notFoundFault,
  refuseWithProblem,
  sendProblem,
  sendUnexpectedError,
  validationHook,
} from './shared/problem.ts';
import { syncRoutes } from './syncs/routes.ts';
import { tableRoutes } from './tables/routes.ts';
import { tokenRoutes } from './tokens/routes.ts';
import { userActionRoutes } from './users/actions.ts';
import { userRoutes } from './users/routes.ts';

/** Below the root of the API. Any other path is 404 for a viewer. */
const VIEWER_PATHS = /^\/(?:users(?:\/\d+)?|users[.]csv|filters|openapi[.]json)$/;

const restrictViewers: MiddlewareHandler<TenantEnv> = async (c, next) => {
  const { actor, store } = c.var;
  const path = c.req.path.slice(apiRoot(store.tenant.slug).length);
  const isAllowed = actor.role === 'admin' || (isReadRequest(c) && VIEWER_PATHS.test(path));
  return isAllowed ? next() : sendProblem(c, notFoundFault());
};

/** Mounted at `/:tenant/api/v1`. */
export const apiApp = new OpenAPIHono<TenantEnv>({ defaultHook: validationHook });

apiApp.onError(sendUnexpectedError);
apiApp.use(withRefusal(refuseWithProblem), withTenant, requireToken('viewer'), restrictViewers);
// Mounted before the limit on bodies, because files may be larger.
apiApp.route('/', fileRoutes);
apiApp.use(limitBodySize, requireValidJson);

for (const routes of [
  syncRoutes,
  recordRoutes,
  userRoutes,
  userActionRoutes,
  filterRoutes,
  mappingRoutes,
  mappingTryRoutes,
  mappingCaseRoutes,
  tableRoutes,
  dataSourceRoutes,
  orphanRoutes,
  noticeRoutes,
  settingsRoutes,
  tokenRoutes,
  auditRoutes,
]) {
  apiApp.route('/', routes);
}
mountOpenApi(apiApp);

// Otherwise the pages, mounted later, would answer for unknown paths.
apiApp.all('*', (c) => sendProblem(c, notFoundFault()));
