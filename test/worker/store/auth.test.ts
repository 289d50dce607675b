import { env } from 'cloudflare:workers';
import { describe, expect, test } from 'vitest';
import { newTenant } from '../harness/tenant.ts';

const two = async () => ({ a: await newTenant('own'), b: await newTenant('other') });

describe('the store of admins', () => {
  test('shows a tenant only its own rows', async () => {
    const { a, b } = await two();
    expect(await a.admins.add('Ada@Acme.example', 'hash-a', 'admin', 1)).toMatchObject({ email: 'ada@acme.example' });
    expect(await b.admins.list()).toEqual([]);
    expect(await b.admins.credentials('ada@acme.example')).toBeNull();
    expect(await b.admins.add('ada@acme.example', 'hash-b', 'viewer', 2)).not.toBeNull();
    expect((await a.admins.credentials('ADA@acme.example'))?.passwordHash).toBe('hash-a');
    expect(await a.admins.list()).toHaveLength(1);
  });

  test('adds an e-mail once', async () => {
    const { a } = await two();
    await a.admins.add('ada@acme.example', 'hash', 'admin', 1);
    expect(await a.admins.add('ADA@acme.example ', 'hash', 'admin', 2)).toBeNull();
  });
});

describe('the store of sessions', () => {
  test('shows a tenant only its own rows', async () => {
    const { a, b } = await two();
    const admin = await a.admins.add('ada@acme.example', 'hash', 'admin', 1);
    if (!admin) throw new Error('not added');
    await a.sessions.open('own-session', admin.id, 10, 100);
    expect(await a.sessions.find('own-session', 50)).toEqual({ found: 'own', value: admin });
    expect(await b.sessions.find('own-session', 50)).toEqual({ found: 'elsewhere' });
    expect(await b.sessions.close('own-session')).toBe(false);
    await b.sessions.open('foreign-session', admin.id, 10, 100);
    expect(await b.sessions.find('foreign-session', 50)).toEqual({ found: 'nothing' });
    expect(await a.sessions.find('own-session', 50)).toMatchObject({ found: 'own' });
  });

  test('expires a session, and deletes it when somebody signs in', async () => {
    const { a } = await two();
    const admin = await a.admins.add('ada@acme.example', 'hash', 'admin', 1);
    if (!admin) throw new Error('not added');
    await a.sessions.open('old-session', admin.id, 10, 100);
    expect(await a.sessions.find('old-session', 100)).toEqual({ found: 'nothing' });
    await a.sessions.open('new-session', admin.id, 200, 300);
    expect(await env.DB.prepare("select 1 from sessions where id_hash = 'old-session'").first()).toBeNull();
  });
});

describe('the store of API tokens', () => {
  test('shows a tenant only its own rows', async () => {
    const { a, b } = await two();
    const token = await a.apiTokens.add({ name: 'bot', hash: 'hash-of-a', role: 'admin', createdBy: 'ada' }, 1);
    if (!token) throw new Error('not added');
    expect(await a.apiTokens.find('hash-of-a')).toEqual({ found: 'own', value: token });
    expect(await b.apiTokens.find('hash-of-a')).toEqual({ found: 'elsewhere' });
    expect(await b.apiTokens.list()).toEqual([]);
    expect(await b.apiTokens.revoke(token.id, 2)).toBeNull();
    expect(await a.apiTokens.list()).toEqual([token]);
    expect(await a.apiTokens.revoke(token.id, 2)).toMatchObject({ revokedAt: 2 });
    expect(await a.apiTokens.find('hash-of-a')).toEqual({ found: 'nothing' });
    expect(await b.apiTokens.find('hash-of-a')).toEqual({ found: 'nothing' });
  });
});

describe('the store of the audit log', () => {
  test('shows a tenant only its own rows', async () => {
    const { a, b } = await two();
    await a.audit.record('ada', 'sign_in', { ip: null }, 1);
    await b.audit.record('bob', 'sign_out', {}, 2);
    await a.audit.record('ada', 'sign_out', {}, 3);
    expect((await b.audit.list(10)).map((entry) => entry.actor)).toEqual(['bob']);
    const [newest] = await a.audit.list(1);
    expect(newest).toMatchObject({ at: 3, actor: 'ada', action: 'sign_out', detail: {} });
    expect(await a.audit.list(10, newest?.id)).toMatchObject([{ at: 1, detail: { ip: null } }]);
  });
});
