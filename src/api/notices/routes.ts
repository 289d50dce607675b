import { createRoute, z } from '@hono/zod-openapi';
import type { Notice } from '../../store/notices.ts';
import { json, nothing, problems, room, security } from '../describe.ts';
import { idPath, iso, moment, page, pageOf, pageQuery } from '../paging.ts';
import { nothingHere, problem } from '../problem/problem.ts';

/** `/notices`: what admins are told once. */
export const noticesRoom = room();

const noticeSchema = z
  .object({
    id: z.int(),
    kind: z.enum(['wrapper']).openapi({ description: 'wrapper: a custom integration can be used now.' }),
    subject: z.string().openapi({ description: 'What it is about: the name of the wrapper.' }),
    message: z.string(),
    created_at: moment,
  })
  .openapi('Notice');

const showNotice = ({ createdAt, ...notice }: Notice): z.infer<typeof noticeSchema> => ({
  ...notice,
  created_at: iso(createdAt),
});

const list = createRoute({
  method: 'get',
  path: '/notices',
  operationId: 'listNotices',
  tags: ['Notices'],
  summary: 'List what admins should know',
  description: 'Newest first, without those that somebody dismissed.',
  security,
  request: { query: pageQuery },
  responses: { 200: json(pageOf(noticeSchema, 'NoticePage'), 'A page of notices'), ...problems('invalid_query') },
});
noticesRoom.openapi(list, async (c) => {
  const { limit, cursor = Number.POSITIVE_INFINITY } = c.req.valid('query');
  const rest = (await c.var.store.notices.open()).filter(({ id }) => id < cursor);
  return c.json(
    page(rest, limit, ({ id }) => id, showNotice),
    200,
  );
});

const dismiss = createRoute({
  method: 'post',
  path: '/notices/{id}/dismiss',
  operationId: 'dismissNotice',
  tags: ['Notices'],
  summary: 'Put a notice away, for all admins',
  security,
  request: { params: idPath, body: nothing },
  responses: { 204: { description: 'It is put away' }, ...problems('invalid_body') },
});
noticesRoom.openapi(dismiss, async (c) => {
  const { store, actor } = c.var;
  const gone = await store.notices.dismiss(c.req.valid('param').id, actor.label, Date.now());
  return gone ? c.body(null, 204) : problem(c, nothingHere('There is no such notice, or it was dismissed before.'));
});
