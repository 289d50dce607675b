import { z } from '@hono/zod-openapi';
import { dismissNotice } from '../../app/notices/dismiss-notice.ts';
import type { Notice } from '../../store/notices/reader.ts';
import { idParams, iso, timestamp } from '../shared/fields.ts';
import { apiRoute, emptyBody, jsonResponse, newRoutes } from '../shared/openapi.ts';
import { pageQuery, pageSchema, paginate } from '../shared/paging.ts';
import { notFoundFault, sendProblem } from '../shared/problem.ts';

export const noticeRoutes = newRoutes();

const noticeSchema = z
  .object({
    id: z.int(),
    kind: z.enum(['wrapper']).openapi({ description: 'wrapper: a custom integration can be used now.' }),
    subject: z.string().openapi({ description: 'What it is about: the name of the wrapper.' }),
    message: z.string(),
    created_at: timestamp,
  })
  .openapi('Notice');

const serializeNotice = ({ createdAt, ...notice }: Notice): z.infer<typeof noticeSchema> => ({
  ...notice,
  created_at: iso(createdAt),
});

const list = apiRoute({
  method: 'get',
  path: '/notices',
  operationId: 'listNotices',
  tags: ['Notices'],
  summary: 'List what admins should know',
  description: 'Newest first, without those that somebody dismissed.',
  request: { query: pageQuery },
  responses: { 200: jsonResponse(pageSchema(noticeSchema, 'NoticePage'), 'A page of notices') },
  faults: ['invalid_query'],
});
noticeRoutes.openapi(list, async (c) => {
  const { limit, cursor = Number.POSITIVE_INFINITY } = c.req.valid('query');
  const following = (await c.var.store.notices.listOpen()).filter(({ id }) => id < cursor);
  return c.json(paginate(following, limit, 'id', serializeNotice), 200);
});

const dismiss = apiRoute({
  method: 'post',
  path: '/notices/{id}/dismiss',
  operationId: 'dismissNotice',
  tags: ['Notices'],
  summary: 'Put a notice away, for all admins',
  request: { params: idParams, body: emptyBody },
  responses: { 204: { description: 'It is put away' } },
  faults: ['invalid_body'],
});
noticeRoutes.openapi(dismiss, async (c) => {
  const { store, actor } = c.var;
  const dismissed = await dismissNotice(c.env, store.tenant, c.req.valid('param').id, actor.label);
  return dismissed ? c.body(null, 204) : sendProblem(c, notFoundFault({ what: 'notice' }));
});
