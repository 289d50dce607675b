import { OpenAPIHono } from '@hono/zod-openapi';
import { answersWith, type TenantEnv } from '../auth/actor.ts';
import { requireToken, withTenant } from '../auth/identify.ts';
import { auditRoom } from './audit/routes.ts';
import { boundedBody, jsonBody } from './body.ts';
import { dataSourcesRoom } from './data-sources/routes.ts';
import { wrappersRoom } from './data-sources/wrappers.ts';
import { filesRoom } from './files/routes.ts';
import { filtersRoom } from './filters/routes.ts';
import { mappingCasesRoom } from './mapping/cases.ts';
import { mappingPreviewRoom } from './mapping/preview.ts';
import { mappingRoom } from './mapping/routes.ts';
import { mappingTryRoom } from './mapping/try.ts';
import { mappingVersionsRoom } from './mapping/versions.ts';
import { noticesRoom } from './notices/routes.ts';
import { describeIn } from './openapi.ts';
import { orphansRoom } from './orphans/routes.ts';
import { answerBreakage } from './problem/breakage.ts';
import { refuseInvalid } from './problem/invalid.ts';
import { nothingHere, problem, refuseProblem } from './problem/problem.ts';
import { recordsRoom } from './records/routes.ts';
import { settingsRoom } from './settings/routes.ts';
import { syncActsRoom } from './syncs/acts.ts';
import { syncsRoom } from './syncs/routes.ts';
import { tablesRoom } from './tables/routes.ts';
import { tableVersionsRoom } from './tables/versions.ts';
import { tokensRoom } from './tokens/routes.ts';
import { userActsRoom } from './users/acts.ts';
import { usersRoom } from './users/routes.ts';
import { viewersRead } from './viewers.ts';

/** The JSON API of one tenant, mounted at `/:tenant/api/v1`. */
export const api = new OpenAPIHono<TenantEnv>({ defaultHook: refuseInvalid });

api.onError(answerBreakage);
api.use(answersWith(refuseProblem), withTenant, requireToken('viewer'), viewersRead);
// Before the bound on bodies: files have a larger one of their own.
api.route('/', filesRoom);
api.use(boundedBody, jsonBody);

for (const room of [
  syncsRoom,
  syncActsRoom,
  recordsRoom,
  usersRoom,
  userActsRoom,
  filtersRoom,
  mappingRoom,
  mappingPreviewRoom,
  mappingVersionsRoom,
  mappingTryRoom,
  mappingCasesRoom,
  tablesRoom,
  tableVersionsRoom,
  dataSourcesRoom,
  orphansRoom,
  wrappersRoom,
  noticesRoom,
  settingsRoom,
  tokensRoom,
  auditRoom,
]) {
  api.route('/', room);
}
describeIn(api);

// Without it the pages would answer for what is not here.
api.all('*', (c) => problem(c, nothingHere()));
