import type { MappedPerson } from '../../domain/mapping/mapped-person.ts';
import type { Fault } from '../../domain/shared/fault.ts';
import type { FeedFile } from '../../domain/sync/feed-file.ts';
import { localDay } from '../../domain/sync/schedule.ts';
import { fail, ok, type Result } from '../../lib/result.ts';
import { type AcceptedSource, type RegisteredSource, sourceOf } from '../../sources/registry.ts';
import type { Exchange, SourceContext } from '../../sources/source.ts';
import { openTenantForWriting, type TenantWriter } from '../../store/open-for-writing.ts';
import type { DataSource } from '../../store/sources/reader.ts';
import type { Tenant } from '../../store/tenants/reader.ts';
import { newFetchLog, sourceContextFor } from '../../sync/connection/connect-source.ts';
import { openSecretsOrNull, sealSecrets } from '../../sync/connection/secrets.ts';
import { loadEvaluator } from '../../sync/mapping/evaluator.ts';
import { mapPayload } from '../../sync/mapping/map-payload.ts';
import { tableVersionsInForce } from '../../sync/mapping/value-tables.ts';
import { pinTenantSettings } from '../syncs/pin-settings.ts';
import { acceptSettings, unknownSourceFault } from './configure-source.ts';
import { SampleSink, type SizeEstimate } from './sample-sink.ts';

export interface TestedRecord {
  raw: string;
  /** `raw` is only the beginning of the record. */
  cut: boolean;
  /** By the mapping in force; null without one. */
  person: MappedPerson | null;
}

export interface SourceTestResult {
  /** Why a sync would fail; null when it would succeed. */
  fault: Fault | null;
  /** What may be wrong although nothing failed, in a sentence. */
  doubt: string | null;
  records: TestedRecord[];
  estimate: SizeEstimate | null;
  file: FeedFile | null;
  mappingVersion: number | null;
  exchanges: readonly Exchange[];
}

const MAX_SHOWN_BYTES = 16_384;
/** An admin waits for the page: shorter timeouts than those of a sync, and no retries. */
const TEST_LIMITS: SourceContext['limits'] = {
  firstByteTimeout: 45_000,
  idleTimeout: 10_000,
  heartbeatInterval: 1_000,
  maxThrottledAttempts: 1,
  maxFailedAttempts: 1,
};

/**
 * Fetches the first records as a sync would. Changes nothing, except that a used refresh token is replaced where it is
 * stored.
 * @param body of `PUT /data-sources/{kind}`; for secrets left out the stored ones are used
 * @returns faults of the body (`not_found`, `invalid_body`, `invalid_settings`); a fault of the source is part of the
 *   result
 */
export async function testSource(
  env: Env,
  tenant: Tenant,
  kind: string,
  body: unknown,
  by: string,
): Promise<Result<SourceTestResult, Fault>> {
  const source = sourceOf(kind);
  if (!source) return fail(unknownSourceFault(kind));
  const store = openTenantForWriting(env, tenant);
  const before = await store.dataSources.get(kind);
  const accepted = await acceptSettings(env, tenant, source, body, before);
  if (!accepted.ok) return accepted;
  const tested = await runTest(env, store, source, accepted.value, before);
  await store.audit.record(by, 'data_source_tested', { kind, works: tested.fault === null }, Date.now());
  return ok(tested);
}

async function runTest(
  env: Env,
  store: TenantWriter<Tenant>,
  source: RegisteredSource,
  settings: AcceptedSource,
  before: DataSource | null,
): Promise<SourceTestResult> {
  const log = newFetchLog();
  const today = localDay(store.tenant.timeZone, Date.now());
  const sample = new SampleSink();
  const context: SourceContext = {
    ...sourceContextFor(env, store, source.kind, log, { today, upload: null }),
    // The next sync must compare with the last sync, not with this test.
    saveState: async () => {},
    storeSecrets: await renewedSecretsStore(env, store, settings, before),
    limits: TEST_LIMITS,
  };
  const end = await source.people(settings, sample, context);
  if (log.file) sample.expectSize({ bytes: log.file.size });
  const mapping = await store.mappings.current(source.kind);
  const pinned = mapping && {
    ...pinTenantSettings(store.tenant, source.kind, mapping.version),
    tables: await tableVersionsInForce(store, mapping.body),
  };
  // The evaluator of a sync that would start now; no sync has the ID 0.
  const evaluator = pinned && (await loadEvaluator(store, { sync: 0, snapshotOf: null, pinned }));
  return {
    fault: end.ok ? null : end.fault,
    doubt: end.ok ? (end.value.doubt ?? null) : null,
    records: sample.records.map((bytes) => ({
      raw: new TextDecoder().decode(bytes.subarray(0, MAX_SHOWN_BYTES)),
      cut: bytes.length > MAX_SHOWN_BYTES,
      person: evaluator && mapPayload(evaluator.mapping, bytes),
    })),
    estimate: sample.estimate(end.ok ? end.value : null),
    mappingVersion: mapping?.version ?? null,
    file: log.file,
    exchanges: log.exchanges.lines,
  };
}

/** Stores renewed secrets if the test uses the stored ones, but never successors of unsaved ones. */
async function renewedSecretsStore(
  env: Env,
  { tenant, dataSources }: TenantWriter<Tenant>,
  { secrets }: AcceptedSource,
  before: DataSource | null,
): Promise<SourceContext['storeSecrets']> {
  const usesStored =
    before && JSON.stringify(await openSecretsOrNull(env, tenant.id, before)) === JSON.stringify(secrets);
  if (!before || !usesStored) return async () => {};
  return async (renewed) => {
    const sealed = await sealSecrets(env, tenant.id, before.kind, renewed);
    await dataSources.reseal(before.kind, before.sealed, sealed);
  };
}
