import { env } from 'cloudflare:workers';
import { inject } from 'vitest';
import { type Approval, applySync } from '../../../src/app/syncs/apply-sync.ts';
import { type SyncRequest, startSync } from '../../../src/app/syncs/start-sync.ts';
import { type Mapping, mappingSchema } from '../../../src/domain/mapping/mapping.ts';
import { describeFault } from '../../../src/domain/shared/fault.ts';
import type { SourceKind } from '../../../src/domain/shared/source-kinds.ts';
import { isFinalState } from '../../../src/domain/sync/vocabulary.ts';
import { sourceOf } from '../../../src/sources/registry.ts';
import { openTenantForWriting, type TenantWriter } from '../../../src/store/open-for-writing.ts';
import type { UserRecord } from '../../../src/store/records/reader.ts';
import { createSealer } from '../../../src/store/sources/seal.ts';
import type { Sync } from '../../../src/store/syncs/reader.ts';
import type { Tenant } from '../../../src/store/tenants/reader.ts';
import { sealContext } from '../../../src/sync/connection/secrets.ts';
import { newTenant } from './tenant.ts';

/** The payload of one person in a test's feed. */
export type Person = Record<string, unknown>;

/** A mapping of the payloads that `person` makes. */
export const PLAIN_MAPPING: Mapping = mappingSchema.parse({
  standard: {
    full_name: { expression: 'name', null_policy: 'clear' },
    email: { expression: 'email', null_policy: 'clear' },
    employee_id: { expression: 'id', null_policy: 'clear' },
    hire_date: { expression: 'hired', null_policy: 'clear' },
    termination_date: { expression: 'ends', null_policy: 'clear' },
    status: { expression: 'status', null_policy: 'clear' },
    title: { expression: 'title', null_policy: 'clear' },
    department: { expression: 'department', null_policy: 'keep' },
    manager: { expression: 'manager', null_policy: 'clear' },
  },
  custom: [],
  restricted_role: { expression: 'restricted' },
  include: null,
  primary_row: 'main',
});

/** The payload of person number `n`. */
export const person = (n: number, more: Person = {}): Person => ({
  id: `E${n}`,
  name: `Person ${n}`,
  email: `p${n}@acme.example`,
  title: 'Engineer',
  hired: '2020-01-01',
  ...more,
});
export const people = (count: number): Person[] => Array.from({ length: count }, (_, index) => person(index + 1));

let feeds = 0;

/** A tenant with a mapping and a data source whose feed the test chooses. */
export class SyncHarness {
  readonly store: TenantWriter<Tenant>;
  readonly feed: string;

  constructor(store: TenantWriter<Tenant>, feed: string) {
    this.store = store;
    this.feed = feed;
  }

  static async open(source?: { kind: SourceKind; settings: object }): Promise<SyncHarness> {
    const store = await newTenant('sync');
    feeds += 1;
    const harness = new SyncHarness(store, `${inject('feeds')}/${crypto.randomUUID()}/${feeds}`);
    const kind = source?.kind ?? 'http-api';
    await store.mappings.save(
      { source: kind, body: PLAIN_MAPPING, note: null, createdBy: 'test', createdAt: Date.now() },
      [],
      0,
    );
    await harness.saveSource(source?.settings ?? httpSettings(harness.feed), kind);
    return harness;
  }

  async saveSource(settings: object, kind: SourceKind = 'http-api'): Promise<void> {
    const accepted = sourceOf(kind)?.parseBody({ enabled: true, ...settings }, null);
    if (!accepted?.ok) throw new Error((accepted && describeFault(accepted.fault)) ?? `No source ${kind}`);
    const { settings: shown, secrets } = accepted.value;
    const sealed = await createSealer(env.SEAL_KEYS).seal(
      JSON.stringify(secrets),
      sealContext(this.store.tenant.id, kind),
    );
    await this.store.dataSources.save({ kind, enabled: true, settings: shown, sealed }, Date.now());
  }

  /** Sets the bytes that the data source serves. */
  async serveFeed(body: BodyInit): Promise<void> {
    await fetch(this.feed, { method: 'PUT', body });
  }

  async start(request: Partial<SyncRequest> = {}) {
    return startSync(env, this.store.tenant, {
      trigger: 'manual',
      persist: true,
      createdBy: 'ada@acme.example',
      ...request,
    });
  }

  /** Serves these people, runs a full sync and waits until it ends. */
  async sync(feed: Person[], request: Partial<SyncRequest> = {}): Promise<Sync> {
    await this.serveFeed(JSON.stringify(feed));
    return this.runSync(request);
  }

  async runSync(request: Partial<SyncRequest> = {}): Promise<Sync> {
    const started = await this.start(request);
    if (!started.ok) throw new Error(describeFault(started.fault));
    return this.waitForSync(started.value.id);
  }

  /** Serves one payload under an employee ID, runs a single-user sync and waits until it ends. */
  async syncUser(employeeId: string, payload: unknown, request: Partial<SyncRequest> = {}): Promise<Sync> {
    await fetch(`${this.feed}/${employeeId}`, { method: 'PUT', body: JSON.stringify(payload) });
    return this.runSync({ trigger: 'webhook', person: { employee_id: employeeId }, ...request });
  }

  /** Approves a held sync or applies a dry run, and waits until it ends. */
  async apply(id: number, approval: Partial<Approval> = {}): Promise<Sync> {
    const applied = await this.tryApply(id, approval);
    if (!applied.ok) throw new Error(describeFault(applied.fault));
    return this.waitForSync(applied.value.id);
  }

  tryApply(id: number, approval: Partial<Approval> = {}) {
    const whole = { terminations: true, except: [], ...approval };
    return applySync(env, this.store.tenant, id, whole, 'ada@acme.example');
  }

  /** The rows of users, exactly as stored. */
  async userRows() {
    const { results } = await env.DB.prepare('select * from users where tenant_id = ? order by id')
      .bind(this.store.tenant.id)
      .all();
    return results;
  }

  /** Updates rows of users without the engine. @param set and @param where SQL */
  async updateUsers(set: string, where: string): Promise<void> {
    await env.DB.prepare(`update users set ${set} where tenant_id = ? and ${where}`).bind(this.store.tenant.id).run();
  }

  /** Waits until a sync is final or held. */
  async waitForSync(id: number): Promise<Sync> {
    for (let tries = 0; tries < 400; tries++) {
      const sync = await this.store.syncs.get(id);
      if (sync && (isFinalState(sync.state) || sync.state === 'held')) return sync;
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
    throw new Error(`Sync ${id} did not end`);
  }

  records(sync: Sync): Promise<UserRecord[]> {
    return this.store.records.list(sync, { limit: 5000 });
  }

  /** Users by employee ID, else by e-mail. */
  async users() {
    const users = await openTenantForWriting(env, this.store.tenant).users.list({ limit: 5000 });
    return new Map(users.map((user) => [user.employeeId ?? user.email, user]));
  }
}

export const httpSettings = (url: string) => ({
  url,
  method: 'GET',
  headers: {},
  format: 'json',
  records: '',
  single_person_url: `${url}/{employee_id}`,
  auth: { type: 'none' },
  paging: { type: 'none' },
  total: null,
});

/** The fields of a record that a dry run and a live sync must agree on. */
export const comparableRecord = ({ ordinal, outcome, reason, changes, errors }: UserRecord) => ({
  ordinal,
  outcome,
  reason,
  changes,
  errors,
});

/** Ordinal and code of the first error of each record that has one. */
export const firstErrorCodes = (records: readonly UserRecord[]) =>
  records.flatMap(({ ordinal, errors: [error] }) => (error ? [[ordinal, error.code]] : []));

export const nonZeroCounts = (sync: Sync) =>
  Object.fromEntries(Object.entries(sync.counts).filter(([, count]) => count !== 0));
