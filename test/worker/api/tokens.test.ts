import { describe, expect, test } from 'vitest';
import { auditActions, createApiClient } from '../harness/api-client.ts';
import { dumpDatabase, visit } from '../harness/tenant.ts';

describe('API tokens', () => {
  test('are shown once, open the API, and are revoked at once', async () => {
    const made = await createApiClient();
    const { status, body } = await made.call('POST', '/tokens', { name: 'Export', role: 'viewer' });
    expect([status, body.name, body.role, body.created_by]).toEqual([201, 'Export', 'viewer', 'admin bot']);
    const open = () => visit(`${made.root}/users`, { headers: { Authorization: `Bearer ${body.token}` } });
    expect((await open()).status).toBe(200);

    const list = await made.call('GET', '/tokens');
    expect(list.body.data).toMatchObject([{ name: 'Export' }, { name: 'admin bot' }]);
    expect(list.text).not.toContain(String(body.token));
    expect(await dumpDatabase()).not.toContain(String(body.token));

    expect((await made.call('DELETE', `/tokens/${body.id}`)).status).toBe(204);
    expect((await open()).status).toBe(401);
    expect((await made.call('GET', '/tokens?limit=1')).body).toMatchObject({
      data: [{ id: body.id, revoked_at: expect.any(String) }],
      next_cursor: String(body.id),
    });
    expect((await made.call('GET', `/tokens?cursor=${body.id}`)).body).toMatchObject({
      data: [{ name: 'admin bot' }],
      next_cursor: null,
    });
    expect((await auditActions(made)).slice(0, 2)).toEqual(['admin bot: token_revoked', 'admin bot: token_created']);
  });
});

describe('requests for API tokens', () => {
  test.each([
    [{}, 'name'],
    [{ name: '  ' }, 'name'],
    [{ name: 'x', role: 'owner' }, 'role'],
    [{ name: 'x', scope: 'all' }, 'scope'],
  ])('are refused: %j', async (body, path) => {
    const { call } = await createApiClient();
    const answer = await call('POST', '/tokens', body);
    expect(answer.body).toMatchObject({ status: 400, code: 'invalid_body', errors: [{ path }] });
    expect((await call('GET', '/tokens')).body.data).toHaveLength(1);
  });

  test('are refused for one that is revoked already, or is another tenant’s', async () => {
    const [a, b] = [await createApiClient(), await createApiClient()];
    const { body } = await a.call('POST', '/tokens', { name: 'x' });
    expect((await b.call('DELETE', `/tokens/${body.id}`)).status).toBe(404);
    expect((await a.call('DELETE', `/tokens/${body.id}`)).status).toBe(204);
    expect((await a.call('DELETE', `/tokens/${body.id}`)).status).toBe(404);
  });
});
