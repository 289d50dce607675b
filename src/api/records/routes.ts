import { createRoute, z } from '@hono/zod-openapi';
import { payloadOf } from '../../syncs/payload-of.ts';
import { json, problems, room, security } from '../describe.ts';
import { urlOf } from '../links.ts';
import { idPath, page, pageOf } from '../paging.ts';
import { nothingHere, problem } from '../problem/problem.ts';
import { recordPath, recordSchema, recordsQuery } from './schema.ts';
import { showRecord } from './show.ts';

/** `/syncs/{id}/records` and `/records/{id}`. */
export const recordsRoom = room();

const noRecord = nothingHere('There is no such user record.');

const list = createRoute({
  method: 'get',
  path: '/syncs/{id}/records',
  operationId: 'listRecords',
  tags: ['User records'],
  summary: 'List what a sync did with each person',
  description: 'In the order of the snapshot, absent users last; every outcome, skipped too.',
  security,
  request: { params: idPath, query: recordsQuery },
  responses: { 200: json(pageOf(recordSchema, 'RecordPage'), 'A page of records'), ...problems('invalid_query') },
});
recordsRoom.openapi(list, async (c) => {
  const { limit, cursor, user, ...filter } = c.req.valid('query');
  const { store } = c.var;
  const sync = await store.syncs.get(c.req.valid('param').id);
  if (!sync) return problem(c, nothingHere('There is no such sync.'));
  const from = { limit: limit + 1, ...(cursor !== undefined && { after: cursor }) };
  const found = await store.records.list(sync, from, { ...filter, userId: user });
  return c.json(
    page(found, limit, ({ ordinal }) => ordinal, showRecord),
    200,
  );
});

const read = createRoute({
  method: 'get',
  path: '/records/{id}',
  operationId: 'getRecord',
  tags: ['User records'],
  summary: 'Look at a user record',
  security,
  request: { params: recordPath },
  responses: { 200: json(recordSchema, 'The record'), ...problems() },
});
recordsRoom.openapi(read, async (c) => {
  const { syncId, ordinal } = c.req.valid('param').id;
  const sync = await c.var.store.syncs.get(syncId);
  const record = sync && (await c.var.store.records.get(sync, ordinal));
  return record ? c.json(showRecord(record), 200) : problem(c, noRecord);
});

const payload = createRoute({
  method: 'get',
  path: '/records/{id}/payload',
  operationId: 'getPayload',
  tags: ['User records'],
  summary: 'The payload as received',
  description:
    'A payload that is no JSON comes as text. For an absent user it is the last one seen, and `Content-Location` names ' +
    'the record that it came with.',
  security,
  request: { params: recordPath },
  responses: {
    200: {
      description: 'The payload',
      content: { 'application/json': { schema: z.unknown() }, 'text/plain': { schema: z.string() } },
    },
    ...problems(),
  },
});
recordsRoom.openapi(payload, async (c) => {
  const { store } = c.var;
  const { syncId, ordinal } = c.req.valid('param').id;
  const sync = await store.syncs.get(syncId);
  const record = sync && (await store.records.get(sync, ordinal));
  if (!sync || !record) return problem(c, noRecord);
  const found = await payloadOf(store, sync, record);
  if (!found.ok) return problem(c, found.fault);
  const { text, ...at } = found.value;
  return c.body(text, 200, {
    'Content-Type': isJson(text) ? 'application/json' : 'text/plain; charset=utf-8',
    'Content-Location': urlOf(c, `/records/${at.syncId}-${at.ordinal}/payload`),
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
