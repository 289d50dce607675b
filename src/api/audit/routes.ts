import { createRoute, z } from '@hono/zod-openapi';
import { AUDIT_ACTIONS, type AuditEntry } from '../../store/audit.ts';
import { json, problems, room, security } from '../describe.ts';
import { iso, moment, page, pageOf, pageQuery } from '../paging.ts';

/** `/audit`: who did what. */
export const auditRoom = room();

const entrySchema = z
  .object({
    id: z.int(),
    at: moment,
    actor: z.string().openapi({ description: 'The e-mail of a person, or the name of a token.' }),
    action: z.enum(AUDIT_ACTIONS),
    detail: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
  })
  .openapi('AuditEntry');

const showEntry = ({ at, ...entry }: AuditEntry): z.infer<typeof entrySchema> => ({ ...entry, at: iso(at) });

const list = createRoute({
  method: 'get',
  path: '/audit',
  operationId: 'listAudit',
  tags: ['Audit'],
  summary: 'List who did what',
  description: 'Newest first. Never a secret.',
  security,
  request: { query: pageQuery },
  responses: { 200: json(pageOf(entrySchema, 'AuditPage'), 'A page of the log'), ...problems('invalid_query') },
});
auditRoom.openapi(list, async (c) => {
  const { limit, cursor } = c.req.valid('query');
  const found = await c.var.store.audit.list(limit + 1, cursor);
  return c.json(
    page(found, limit, ({ id }) => id, showEntry),
    200,
  );
});
