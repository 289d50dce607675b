import type { Browser, BrowserContextOptions, Locator, Page } from 'playwright-core';
import { expect } from 'vitest';
import { z } from 'zod';
import { hashPassword } from '../../src/auth/password.ts';
import { mapping } from '../../tools/hr/mapping.ts';
import { apiClient, connectDemo, setUpDemo } from '../../tools/start/demo.ts';
import { startFakeHr } from '../fixtures/local-server.ts';
import { openBrowser } from './browser.ts';
import { secrets, startRollcall } from './harness.ts';

/** Enough for one of them to have the invalid e-mail that the fake HR system plants, and to fail. */
export const STAGE_PEOPLE = 300;

const TIMEOUT_MS = 15_000;

const counts = z.object({
  created: z.number(),
  updated: z.number(),
  restored: z.number(),
  terminated: z.number(),
  skipped: z.number(),
  failed: z.number(),
});
const syncSchema = z.object({ id: z.number(), state: z.string(), persisted: z.boolean(), summary: counts });
export type Sync = z.infer<typeof syncSchema>;

const userSchema = z.looseObject({ id: z.number(), full_name: z.string(), email: z.string(), state: z.string() });
const usersSchema = z.object({ data: z.array(userSchema), next_cursor: z.string().nullable() });
export type User = z.infer<typeof userSchema>;

interface Person {
  email: string;
  password: string;
}

/** The built Worker, the fake HR system connected to it, and a real browser. */
export async function openStage(people = STAGE_PEOPLE) {
  const [rollcall, hr, browser] = await Promise.all([startRollcall(), startFakeHr({ people }), openBrowser()]);
  const demo = await setUpDemo(rollcall.address, secrets.BOOTSTRAP_SECRET);
  await connectDemo(rollcall.address, demo, hr.url, mapping);
  const at = `${rollcall.address}/demo`;
  const api = apiClient(at, demo.api_token);
  return {
    /** The tenant's address, without a slash at the end. */
    at,
    rollcall,
    demo,
    api,
    signIn: (page: Page, person: Person = demo) => signIn(page, at, person),
    newPage: (options?: BrowserContextOptions) => newPage(browser, options),

    /** Changes the URL of the report: `/report?fault=half`. */
    async pointAt(path: string): Promise<void> {
      const source = await api(z.record(z.string(), z.unknown()), '/data-sources/workday');
      await api(z.unknown(), '/data-sources/workday', 'PUT', { ...source, all_people_url: hr.url + path });
    },

    /** Runs a full sync until it is completed, held or failed. */
    async sync(persist: boolean): Promise<Sync> {
      const { id } = await api(syncSchema, '/syncs', 'POST', { persist });
      const look = () => api(syncSchema, `/syncs/${id}`);
      await poll(async () => (await look()).state).toMatch(/completed|held|failed/);
      return look();
    },

    syncOf: (id: number) => api(syncSchema, `/syncs/${id}`),
    start: (persist: boolean) => api(syncSchema, '/syncs', 'POST', { persist }),
    cancel: (id: number) => api(syncSchema, `/syncs/${id}/cancel`, 'POST'),
    reject: (id: number) => api(syncSchema, `/syncs/${id}/reject`, 'POST'),

    /** All users. */
    async users(): Promise<User[]> {
      const all: User[] = [];
      let cursor: string | null = null;
      do {
        const page: z.infer<typeof usersSchema> = await api(
          usersSchema,
          `/users?limit=100${cursor ? `&cursor=${encodeURIComponent(cursor)}` : ''}`,
        );
        all.push(...page.data);
        cursor = page.next_cursor;
      } while (cursor !== null);
      return all;
    },

    /** Adds a viewer by SQL: neither pages nor API can do that yet. */
    async addViewer(): Promise<Person> {
      const viewer = { email: 'vic@demo.example', password: 'correct horse battery' };
      const { DB } = await rollcall.worker.getEnv();
      await DB.prepare(
        `insert into admins (tenant_id, email, password_hash, role, created_at) select id, ?, ?, 'viewer', 1 from tenants`,
      )
        .bind(viewer.email, await hashPassword(viewer.password))
        .run();
      return viewer;
    },

    async close(): Promise<void> {
      await Promise.all([browser.close(), hr[Symbol.asyncDispose](), rollcall.close()]);
    },
  };
}
export type Stage = Awaited<ReturnType<typeof openStage>>;

/** Polls until an expectation holds, for what a page updates by itself. */
export const poll = <Seen>(look: () => Seen | Promise<Seen>) =>
  expect.poll(look, { timeout: TIMEOUT_MS, interval: 100 });

/** A page in a new browser context, and the errors that it has logged. */
async function newPage(browser: Browser, options: BrowserContextOptions = {}) {
  const context = await browser.newContext({
    viewport: { width: 1280, height: 800 },
    reducedMotion: 'reduce',
    ...options,
  });
  context.setDefaultTimeout(TIMEOUT_MS);
  const page = await context.newPage();
  const troubles: string[] = [];
  page.on('pageerror', (error) => troubles.push(error.message));
  page.on('console', (message) => message.type() === 'error' && troubles.push(message.text()));
  return { page, troubles };
}

export async function signIn(page: Page, at: string, { email, password }: Person): Promise<void> {
  await page.goto(at);
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await waitForPage(page, /People Integration Syncs|Users/);
}

/** Waits for the page with this title and for its script, which keys need. */
export async function waitForPage(page: Page, title: string | RegExp): Promise<void> {
  await page.getByRole('heading', { level: 1, name: title }).waitFor();
  await page.waitForLoadState();
}

export const syncRow = (page: Page, id: number) => page.locator(`#sync-${id}`);

/** The badge of a sync in the list, with this state. */
export const syncBadge = (page: Page, id: number, state: string) =>
  syncRow(page, id).locator('.badge').getByText(state, { exact: true });

/** The visible text of a part of the page, as one line. */
export const visibleWords = async (part: Locator): Promise<string> =>
  // biome-ignore lint/performance/useDomNodeTextContent: what is seen, with spaces between blocks and nothing hidden
  (await part.innerText()).replaceAll(/\s+/g, ' ').trim();
