import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readDemo, writeDemo } from '../../../tools/start/demo.ts';
import { freePort, isPortFree, waitUntilUp } from '../../../tools/start/local-server.ts';
import { ensureLocalSecrets, readOptions } from '../../../tools/start/options.ts';
import { ChildProcesses, openLog } from '../../../tools/start/processes.ts';

const folder = mkdtempSync(join(tmpdir(), 'rollcall-start-'));
const blocker = createServer();
let taken = 0;
beforeAll(async () => {
  taken = await freePort(0);
  await new Promise<void>((done) => blocker.listen(taken, '127.0.0.1', done));
});
afterAll(() => {
  blocker.close();
  rmSync(folder, { recursive: true });
});

describe('the secrets of npm start', () => {
  it('are made once, for this user alone, and kept', () => {
    const file = join(folder, 'dev.vars');
    const made = ensureLocalSecrets(file);
    const keys = JSON.parse(made.SEAL_KEYS ?? '');
    expect(Buffer.from(keys.keys[keys.current], 'base64url')).toHaveLength(32);
    expect(made.ALLOW_PRIVATE_HOSTS).toBe('yes');
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(ensureLocalSecrets(file)).toEqual(made);
  });

  it('are added to what somebody wrote', () => {
    const file = join(folder, 'some.vars');
    writeFileSync(file, 'BOOTSTRAP_SECRET=mine');
    expect(ensureLocalSecrets(file)).toMatchObject({ BOOTSTRAP_SECRET: 'mine', SEAL_KEYS: expect.any(String) });
    expect(readFileSync(file, 'utf8')).toMatch(/^BOOTSTRAP_SECRET=mine\nSEAL_KEYS=/);
  });
});

describe('the demo file', () => {
  it('is for this user alone, and read back', () => {
    const file = join(folder, 'demo.json');
    const demo = { email: 'a@b.example', password: 'p', api_token: 'rc_1', hr_url: null };
    writeFileSync(file, '{}', { mode: 0o644 });
    expect(readDemo(file)).toBe(null);
    writeDemo(file, demo);
    expect(readDemo(file)).toEqual(demo);
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });
});

describe('the options of npm start', () => {
  it('have defaults, and refuse what they do not know', () => {
    expect(readOptions([])).toEqual({ port: 8787, 'hr-port': 8788, people: 1000, fresh: false });
    expect(() => readOptions(['--people', 'many'])).toThrow('--people');
    expect(() => readOptions(['--poeple', '5'])).toThrow('--poeple');
  });
});

describe('ports of npm start', () => {
  it('that are taken are seen, and another is found', async () => {
    expect(await isPortFree(taken)).toBe(false);
    const other = await freePort(taken);
    expect(other).not.toBe(taken);
    expect(await isPortFree(other)).toBe(true);
  });
});

describe('waiting for a server', () => {
  it('ends as soon as the server cannot come up any more', async () => {
    const port = await freePort(0);
    await expect(waitUntilUp(`http://127.0.0.1:${port}`, 30, () => 'It does not build.')).rejects.toThrow('not build');
  });
});

describe('child processes', () => {
  it('end with all that they started', async () => {
    const log = openLog(join(folder, 'start.log'));
    const children = new ChildProcesses(log);
    const beat = join(folder, 'beat');
    // A grandchild that beats for ever, in the group of a shell that waits for it.
    children.keepRunning('a shell', ['sh', '-c', `(while :; do echo x >> ${beat}; sleep 0.05; done) & wait`], () => {});
    await expect.poll(() => existsSync(beat)).toBe(true);
    await children.stop();
    const before = statSync(beat).size;
    await new Promise((done) => setTimeout(done, 300));
    expect(statSync(beat).size).toBe(before);
    log.close();
  });

  it('that fail are reported with their exit code', async () => {
    const log = openLog(join(folder, 'fails.log'));
    const children = new ChildProcesses(log);
    const failing = ['sh', '-c', 'printf "\\033[31mbecause\\033[0m\\n"; exit 3'];
    await expect(children.run('The step', failing)).rejects.toThrow('The step failed (exit code 3).');
    expect(log.tail()).toBe('because');
    const died = new Promise((done) => children.keepRunning('The app', failing, done));
    expect(await died).toBe('The app ended by itself (exit code 3).');
    log.close();
  });
});
