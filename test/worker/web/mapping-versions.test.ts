import { describe, expect, test } from 'vitest';
import type { Mapping } from '../../../src/domain/mapping/mapping.ts';
import { openWebHarness, visibleText } from '../harness/browser-session.ts';
import { PLAIN_MAPPING } from '../harness/sync-harness.ts';

type Desk = Awaited<ReturnType<typeof openWebHarness>>;

describe('versions of a mapping', () => {
  const versions = '/settings/mapping/http-api/versions';
  const save = ({ harness }: Desk, version: number, body: Mapping, note: string | null = null) =>
    harness.store.mappings.save(
      { source: 'http-api', body, note, createdBy: 'ada@acme.example', createdAt: version },
      [],
      version - 1,
    );

  test('are listed, compared and restored', async () => {
    const one = await openWebHarness();
    await save(one, 2, { ...PLAIN_MAPPING, include: "country == 'NO'" }, 'Only Norway');
    await save(one, 3, { ...PLAIN_MAPPING, primary_row: null });
    const list = visibleText((await one.admin.open(versions)).text);
    for (const words of ['Only Norway', 'in force', 'ada@acme.example']) expect(list).toContain(words);
    const second = visibleText((await one.admin.open(`${versions}/2`)).text);
    expect(second).toContain('From version 1 to version 2');
    expect(second).toContain("country == 'NO'");
    const any = visibleText((await one.admin.open(`${versions}/1?with=3`)).text);
    expect(any).toContain('From version 1 to version 3');
    expect(any).toContain('Primary row');
    expect(visibleText((await one.admin.open(`${versions}/2/restore`)).text)).toContain('becomes version 4');
    expect((await one.admin.send(`${versions}/2/restore`, { version: '2' })).status).toBe(409);
    const restored = await one.admin.send(`${versions}/2/restore`, { version: '3' });
    expect([restored.status, restored.headers.get('Location')]).toEqual([303, `/${one.slug}${versions}/4`]);
    expect(await one.harness.store.mappings.current('http-api')).toMatchObject({
      version: 4,
      note: 'Restored from version 2',
      body: { include: "country == 'NO'" },
      createdBy: 'ada@acme.example',
    });
  });

  test('with a table that is gone are not restored', async () => {
    const one = await openWebHarness();
    await save(one, 2, { ...PLAIN_MAPPING, include: "lookup(a, 'gone') != 'out'" });
    await save(one, 3, PLAIN_MAPPING);
    expect(visibleText((await one.admin.open(`${versions}/2/restore`)).text)).toContain('looks values up in gone');
    expect((await one.admin.send(`${versions}/2/restore`, { version: '3' })).status).toBe(422);
    expect(await one.harness.store.mappings.current('http-api')).toMatchObject({ version: 3 });
  });

  test('are listed in pages, and not found by viewers and other tenants', async () => {
    const one = await openWebHarness();
    for (let version = 2; version <= 60; version++) await save(one, version, PLAIN_MAPPING, `Save ${version}`);
    const [first, second] = [await one.admin.open(versions), await one.admin.open(`${versions}?before=11`)];
    expect([...first.text.matchAll(/id="version-(\d+)"/g)]).toHaveLength(50);
    expect(first.text).toContain('?before=11"');
    expect([...second.text.matchAll(/id="version-(\d+)"/g)]).toHaveLength(10);
    for (const path of [versions, `${versions}/2`, `${versions}/2/restore`]) {
      expect((await one.viewer.open(path)).status, path).toBe(404);
    }
    const other = await openWebHarness();
    expect((await other.admin.open(`${versions}/2`)).status).toBe(404);
    expect((await other.admin.send(`${versions}/2/restore`, { version: '1' })).status).toBe(404);
    for (const path of ['/settings/mapping/other/versions', `${versions}/0`, `${versions}/x`]) {
      expect((await other.admin.open(path)).status, path).toBe(404);
    }
  });
});
