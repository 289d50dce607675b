import { z } from '@hono/zod-openapi';
import type { TenantReader } from '../../store/open.ts';
import { findPayload } from '../../sync/snapshot/find-payload.ts';
import { idParams, resourceUrl } from '../shared/fields.ts';
import { apiRoute, jsonResponse, newRoutes } from '../shared/openapi.ts';
import { pageSchema, paginate } from '../shared/paging.ts';
import { notFoundFault, sendProblem } from '../shared/problem.ts';
import { recordParams, recordSchema, recordsQuery, serializeRecord } from './schema.ts';

export const recordRoutes = newRoutes();

const recordNotFound = notFoundFault({ what: 'record' });

const list = apiRoute({
  method: 'get',
  path: '/syncs/{id}/records',
  operationId: 'listRecords',
  tags: ['User records'],
  summary: 'List what a sync did with each person',
  description: 'In the order of the snapshot, absent users last; every outcome, skipped too.',
  request: { params: idParams, query: recordsQuery },
  responses: { 200: jsonResponse(pageSchema(recordSchema, 'RecordPage'), 'A page of records') },
  faults: ['invalid_query'],
});
recordRoutes.openapi(list, async (c) => {
  const { limit, cursor, user, ...filter } = c.req.valid('query');
  const { store } = c.var;
  const sync = await store.syncs.get(c.req.valid('param').id);
  if (!sync) return sendProblem(c, notFoundFault({ what: 'sync' }));
  const found = await store.records.list(sync, { limit: limit + 1, after: cursor }, { ...filter, userId: user });
  return c.json(paginate(found, limit, 'ordinal', serializeRecord), 200);
});

const read = apiRoute({
  method: 'get',
  path: '/records/{id}',
  operationId: 'getRecord',
  tags: ['User records'],
  summary: 'Look at a user record',
  request: { params: recordParams },
  responses: { 200: jsonResponse(recordSchema, 'The record') },
});
recordRoutes.openapi(read, async (c) => {
  const found = await findRecord(c.var.store, c.req.valid('param').id);
  return found ? c.json(serializeRecord(found.record), 200) : sendProblem(c, recordNotFound);
});

async function findRecord(store: TenantReader, { syncId, ordinal }: { syncId: number; ordinal: number }) {
  const sync = await store.syncs.get(syncId);
  const record = sync && (await store.records.get(sync, ordinal));
  return record ? { sync, record } : null;
}

const readPayload = apiRoute({
  method: 'get',
  path: '/records/{id}/payload',
  operationId: 'getPayload',
  tags: ['User records'],
  summary: 'The payload as received',
  description:
    'A payload that is no JSON comes as text. For an absent user it is the last one seen, and `Content-Location` names ' +
    'the record that it came with.',
  request: { params: recordParams },
  responses: {
    200: {
      description: 'The payload',
      content: { 'application/json': { schema: z.unknown() }, 'text/plain': { schema: z.string() } },
    },
  },
});
recordRoutes.openapi(readPayload, async (c) => {
  const { store } = c.var;
  const found = await findRecord(store, c.req.valid('param').id);
  if (!found) return sendProblem(c, recordNotFound);
  const payload = await findPayload(store, found.sync, found.record);
  if (!payload.ok) return sendProblem(c, payload.fault);
  const { text, sync: origin, ordinal: originOrdinal } = payload.value;
  return c.body(text, 200, {
    'Content-Type': isJson(text) ? 'application/json' : 'text/plain; charset=utf-8',
    'Content-Location': resourceUrl(c, `/records/${origin.id}-${originOrdinal}/payload`),
  });
});

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
