import { z } from '@hono/zod-openapi';
import type { AuditEntry } from '../../store/audit/reader.ts';
import { AUDIT_ACTIONS } from '../../store/audit/tables.ts';
import { iso, timestamp } from '../shared/fields.ts';
import { apiRoute, jsonResponse, newRoutes } from '../shared/openapi.ts';
import { pageQuery, pageSchema, paginate } from '../shared/paging.ts';

export const auditRoutes = newRoutes();

const entrySchema = z
  .object({
    id: z.int(),
    at: timestamp,
    actor: z.string().openapi({ description: 'The e-mail of a person, or the name of a token.' }),
    action: z.enum(AUDIT_ACTIONS),
    detail: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
  })
  .openapi('AuditEntry');

const serializeAuditEntry = ({ at, ...entry }: AuditEntry): z.infer<typeof entrySchema> => ({ ...entry, at: iso(at) });

const list = apiRoute({
  method: 'get',
  path: '/audit',
  operationId: 'listAudit',
  tags: ['Audit'],
  summary: 'List who did what',
  description: 'Newest first. Never a secret.',
  request: { query: pageQuery },
  responses: { 200: jsonResponse(pageSchema(entrySchema, 'AuditPage'), 'A page of the log') },
  faults: ['invalid_query'],
});
auditRoutes.openapi(list, async (c) => {
  const { limit, cursor } = c.req.valid('query');
  const found = await c.var.store.audit.list(limit + 1, cursor);
  return c.json(paginate(found, limit, 'id', serializeAuditEntry), 200);
});
