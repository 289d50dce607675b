import { describe, expect, test } from 'vitest';
import { createApiClient, createConnectedClient } from '../harness/api-client.ts';

describe('the audit log', () => {
  test('says who did what, newest first, page by page, and never a secret', async () => {
    const made = await createConnectedClient();
    await made.call('PUT', '/settings', { interval_hours: 6 });
    const { body, text } = await made.call('GET', '/audit');
    expect(body.data).toMatchObject([
      { actor: 'admin bot', action: 'settings_saved', detail: { changed: 'interval_hours' } },
      { action: 'mapping_saved', detail: { source: 'workday', version: 1 } },
      { action: 'data_source_saved', detail: { kind: 'workday', enabled: true } },
      { action: 'token_created' },
    ]);
    expect(text).not.toContain('hr-secret');
    const first = await made.call('GET', '/audit?limit=1');
    expect(first.body).toMatchObject({ data: [{ action: 'settings_saved' }], next_cursor: expect.any(String) });
    const second = await made.call('GET', `/audit?limit=1&cursor=${first.body.next_cursor}`);
    expect(second.body).toMatchObject({ data: [{ action: 'mapping_saved' }] });
  });

  test('has no row for a change of nothing, nor for what was refused', async () => {
    const { call } = await createApiClient();
    await call('PUT', '/settings', {});
    await call('PUT', '/settings', { interval_hours: 5 });
    await call('POST', '/syncs', {});
    await call('POST', '/users/1/terminate');
    expect((await call('GET', '/audit')).body.data).toHaveLength(1);
  });

  test('is one tenant’s own', async () => {
    const [own, other] = [await createConnectedClient(), await createApiClient()];
    expect((await own.call('GET', '/audit')).body.data).toHaveLength(3);
    expect((await other.call('GET', '/audit')).body.data).toHaveLength(1);
  });
});
