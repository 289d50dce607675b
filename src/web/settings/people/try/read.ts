import type { Context } from 'hono';
import type { TenantEnv } from '../../../../auth/actor.ts';
import { describeFault } from '../../../../domain/fault.ts';
import { expressionsIn } from '../../../../domain/mapping/try/draft.ts';
import type { Tried } from '../../../../domain/mapping/try/try-mapping.ts';
import type { SourceKind } from '../../../../domain/sync/words.ts';
import { hash53 } from '../../../../lib/hash53.ts';
import type { MappingCase } from '../../../../store/mapping-cases.ts';
import type { RecordView } from '../../../../store/record-row.ts';
import type { SyncView } from '../../../../store/sync-row.ts';
import { lastSnapshot, searchSamples } from '../../../../syncs/mapping/choose-sample.ts';
import { type Survey, surveySnapshot } from '../../../../syncs/mapping/survey-snapshot.ts';
import { type Subject, subjectOf, tryOn } from '../../../../syncs/mapping/try-mapping.ts';
import { type TesterRequest, triedOn } from './request.ts';

/** Whom the tester shows. */
export interface PersonView {
  /** `/{tenant}/settings/integrations`. */
  base: string;
  source: SourceKind;
  snapshot: SyncView | null;
  subject: Subject | null;
  /** Why there is no payload to show, when somebody asked for one. */
  problem: string | null;
  pasted: string | null;
  q: string | null;
  /** People who match the search; null without one. */
  found: RecordView[] | null;
}

/** All that stands beside a mapping's form. */
export interface TesterView extends PersonView {
  tried: Tried[];
  /** The text of each expression, by its place. */
  texts: ReadonlyMap<string, string>;
  survey: Survey | null | undefined;
  cases: MappingCase[];
  /** Why the last person could not be pinned. */
  casesProblem: string | null;
}

/** What is shown as a tree, so that it is sent again only when it is another. */
export const shownOf = ({ subject, pasted }: PersonView): string => {
  if (pasted !== null) return `pasted:${hash53(pasted)}`;
  const sample = subject?.sample;
  return sample ? `${sample.sync.id}-${sample.record.ordinal}` : '';
};

/** Reads whom the tester shows. @param live only the results are asked for, not the panel around them */
export async function readPerson(
  c: Context<TenantEnv>,
  source: SourceKind,
  request: TesterRequest,
  live = false,
): Promise<PersonView> {
  const { store } = c.var;
  // Asked with every key that is pressed: whoever says whom to try on is not told of others.
  const known = request.q === null && (request.pasted !== null || 'record' in request.choice);
  const snapshot = live && known ? null : await lastSnapshot(store, source);
  const asked = snapshot !== null || request.pasted !== null || 'record' in request.choice;
  const [subject, found] = await Promise.all([
    asked ? subjectOf(store, source, triedOn(request)) : null,
    snapshot && request.q !== null ? searchSamples(store, snapshot, request.q) : null,
  ]);
  return {
    base: `/${store.tenant.slug}/settings/integrations`,
    source,
    snapshot,
    subject: subject?.ok ? subject.value : null,
    problem: subject && !subject.ok ? describeFault(subject.fault) : null,
    pasted: request.pasted,
    q: request.q,
    found,
  };
}

/** Reads the tester for a mapping as it is being written. @param body as `PUT /mapping` takes it, not checked */
export async function readTester(
  c: Context<TenantEnv>,
  source: SourceKind,
  body: unknown,
  request: TesterRequest,
): Promise<Omit<TesterView, 'casesProblem'>> {
  const { store } = c.var;
  const [person, cases, survey] = await Promise.all([
    readPerson(c, source, request),
    store.mappingCases.list(source),
    request.suggest ? surveySnapshot(store, source) : undefined,
  ]);
  return { ...person, cases, survey, ...(await readTried(c, body, person.subject)) };
}

/** What each expression gives; without a payload only those that do not compile have something to say. */
export async function readTried(
  c: Context<TenantEnv>,
  body: unknown,
  subject: Subject | null,
): Promise<Pick<TesterView, 'tried' | 'texts'>> {
  const tried = await tryOn(c.var.store, body, subject ?? { payload: {}, sample: null });
  return {
    tried: subject ? tried : tried.filter(({ refusal }) => refusal !== null),
    texts: new Map(expressionsIn(body).map(({ path, text }) => [path, text])),
  };
}
