import type { Context } from 'hono';
import { z } from 'zod';
import { type SampleChoice, searchSamples } from '../../../app/mapping/choose-sample.ts';
import { type SnapshotSurvey, surveySnapshot } from '../../../app/mapping/survey-snapshot.ts';
import {
  readTrialSubject,
  runMappingTrial,
  type TrialSubject,
  type TrialTarget,
} from '../../../app/mapping/try-mapping.ts';
import type { TenantEnv } from '../../../auth/actor.ts';
import { draftExpressions } from '../../../domain/mapping/draft.ts';
import type { TrialResult } from '../../../domain/mapping/try-mapping.ts';
import { describeFault } from '../../../domain/shared/fault.ts';
import type { SourceKind } from '../../../domain/shared/source-kinds.ts';
import { hash53 } from '../../../lib/hash.ts';
import type { MappingCase } from '../../../store/mapping/reader.ts';
import type { UserRecord } from '../../../store/records/reader.ts';
import type { Sync } from '../../../store/syncs/reader.ts';
import { integrationsUrl } from '../shared/urls.ts';

export const recordRef = ({ syncId, ordinal }: Pick<UserRecord, 'syncId' | 'ordinal'>): string =>
  `${syncId}-${ordinal}`;

const recordRefSchema = z
  .string()
  .regex(/^[1-9]\d{0,9}-(0|[1-9]\d{0,9})$/)
  .transform((text) => {
    const [syncId = 0, ordinal = 0] = text.split('-').map(Number);
    return { syncId, ordinal };
  });

const testerFieldsSchema = z.object({
  record: recordRefSchema.optional().catch(undefined),
  pick: z.enum(['first', 'next', 'random', 'failed']).optional().catch(undefined),
  q: z.string().trim().min(1).max(100).optional().catch(undefined),
  payload: z.string().optional().catch(undefined),
  suggest: z.string().optional().catch(undefined),
  shown: z.string().optional().catch(undefined),
});

export interface TesterRequest {
  choice: SampleChoice;
  /** A pasted payload takes precedence over any record. */
  pasted: string | null;
  q: string | null;
  suggest: boolean;
  /** `payloadKey` of the payload that the page shows. */
  shown: string | null;
}

export function parseTesterRequest(fields: Record<string, unknown>): TesterRequest {
  const { record, pick, q, payload, suggest, shown } = testerFieldsSchema.parse(fields);
  return {
    choice: sampleChoice(record, pick),
    pasted: payload === undefined || payload.trim() === '' ? null : payload,
    q: q ?? null,
    suggest: suggest !== undefined,
    shown: shown ?? null,
  };
}

function sampleChoice(
  record: z.infer<typeof recordRefSchema> | undefined,
  pick: 'first' | 'next' | 'random' | 'failed' | undefined,
): SampleChoice {
  if (pick === 'random') return { pick };
  if (pick === 'next' || pick === 'failed') return { pick, after: record?.ordinal ?? -1 };
  return pick === undefined && record ? { record } : { pick: 'first' };
}

export const trialTarget = ({ choice, pasted }: TesterRequest): TrialTarget => (pasted === null ? choice : { pasted });

export interface TesterPersonView {
  /** `/{tenant}/settings/integrations`. */
  baseUrl: string;
  source: SourceKind;
  snapshot: Sync | null;
  subject: TrialSubject | null;
  problem: string | null;
  pasted: string | null;
  q: string | null;
  found: UserRecord[] | null;
}

export interface TesterView extends TesterPersonView {
  results: TrialResult[];
  /** By the path of its result. */
  expressions: ReadonlyMap<string, string>;
  /** Null without a complete snapshot; undefined when not requested. */
  survey: SnapshotSurvey | null | undefined;
  cases: MappingCase[];
  /** Why the last attempt to pin a person failed. */
  casesProblem: string | null;
}

/** The payload is sent again only when this changed. */
export const payloadKey = ({ subject, pasted }: TesterPersonView): string => {
  if (pasted !== null) return `pasted:${hash53(pasted)}`;
  const sample = subject?.sample;
  return sample ? recordRef(sample.record) : '';
};

/** @param live reads only what the results need, not the whole panel */
export async function readTesterPerson(
  c: Context<TenantEnv>,
  source: SourceKind,
  request: TesterRequest,
  live = false,
): Promise<TesterPersonView> {
  const { store } = c.var;
  // Live results are requested with every key press: skip the snapshot when the request names its payload.
  const namesPayload = request.pasted !== null || 'record' in request.choice;
  const skipsSnapshot = live && namesPayload && request.q === null;
  const snapshot = skipsSnapshot ? null : await store.plans.newestPlanned(source);
  const hasSubject = snapshot !== null || namesPayload;
  const [subject, found] = await Promise.all([
    hasSubject ? readTrialSubject(store, source, trialTarget(request)) : null,
    snapshot && request.q !== null ? searchSamples(store, snapshot, request.q) : null,
  ]);
  return {
    baseUrl: integrationsUrl(c),
    source,
    snapshot,
    subject: subject?.ok ? subject.value : null,
    problem: subject && !subject.ok ? describeFault(subject.fault) : null,
    pasted: request.pasted,
    q: request.q,
    found,
  };
}

/** @param body of `PUT /mapping`, not validated */
export async function readTester(
  c: Context<TenantEnv>,
  source: SourceKind,
  body: unknown,
  request: TesterRequest,
): Promise<Omit<TesterView, 'casesProblem'>> {
  const { store } = c.var;
  const [person, cases, survey] = await Promise.all([
    readTesterPerson(c, source, request),
    store.mappingCases.list(source),
    request.suggest ? surveySnapshot(store, source) : undefined,
  ]);
  return { ...person, cases, survey, ...(await tryExpressions(c, body, person.subject)) };
}

/** Without a payload only expressions that do not compile have a result. */
export async function tryExpressions(
  c: Context<TenantEnv>,
  body: unknown,
  subject: TrialSubject | null,
): Promise<Pick<TesterView, 'results' | 'expressions'>> {
  const results = await runMappingTrial(c.var.store, body, subject ?? { payload: {}, sample: null });
  return {
    results: subject ? results : results.filter(({ refusal }) => refusal !== null),
    expressions: new Map(draftExpressions(body).map(({ path, text }) => [path, text])),
  };
}
