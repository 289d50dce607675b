import type { Context } from 'hono';
import type { TenantEnv } from '../../../auth/actor.ts';
import { mappingSchema } from '../../../domain/mapping/mapping.ts';
import { SOURCE_KINDS, type SourceKind } from '../../../domain/sync/words.ts';
import type { DataSource } from '../../../store/data-sources.ts';
import type { MappingVersion } from '../../../store/mappings.ts';
import type { SyncView } from '../../../store/sync-row.ts';
import { isRunning } from '../../syncs/words.ts';
import { integrationsAt } from './address.ts';
import { bodyOf, formOf } from './mapping/form.ts';
import type { MappingView } from './mapping/mapping.tsx';
import type { ScheduleFacts } from './schedule-state.tsx';
import { type InsteadForm, readSettings } from './settings/read-settings.ts';
import type { SettingsPage } from './settings/settings-form.tsx';
import { readTester, type TesterView } from './try/read.ts';
import { readTesterRequest, type TesterRequest } from './try/request.ts';

const LOOKED_AT = 20;

/** A data source to choose the mapping of. */
interface Choice {
  kind: SourceKind;
  enabled: boolean;
}

/** What the page about people shows. */
export interface PeopleView {
  base: string;
  choices: readonly Choice[];
  /** Null when no data source is enabled and none was chosen. */
  chosen: { mapping: MappingView; tester: TesterView; facts: ScheduleFacts } | null;
  settings: SettingsPage;
}

/** What of the page is not as stored: what was typed, what is wrong with it, what was just saved. */
export interface Instead {
  source?: SourceKind | undefined;
  mapping?: Partial<MappingView>;
  /** On whom the form is tried. */
  tester?: TesterRequest;
  /** Why somebody could not be pinned. */
  problem?: string | null;
  form?: InsteadForm;
}

export const sourceKind = (name: string | undefined): SourceKind | undefined =>
  SOURCE_KINDS.find((kind) => kind === name);

/** The form of a stored version. */
export const formOfVersion = (stored: MappingVersion | null) =>
  formOf(stored && mappingSchema.parse(stored.body), stored?.version ?? 0);

/** Every data source that is set up, the enabled ones first; SCIM always, because it needs no settings to be prepared. */
function choicesOf(sources: readonly DataSource[], named: SourceKind | undefined): Choice[] {
  const enabled = (kind: SourceKind) => sources.some((source) => source.kind === kind && source.enabled);
  return SOURCE_KINDS.filter(
    (kind) => kind === 'scim' || kind === named || sources.some((source) => source.kind === kind),
  )
    .map((kind) => ({ kind, enabled: enabled(kind) }))
    .sort((a, b) => Number(b.enabled) - Number(a.enabled));
}

/** Reads the page as the address asks for it. */
export async function readPeople(c: Context<TenantEnv>, instead: Instead = {}): Promise<PeopleView> {
  const { store } = c.var;
  const named = instead.source ?? sourceKind(c.req.query('source'));
  const [sources, settings] = await Promise.all([store.dataSources.list(), readSettings(c, instead.form)]);
  const choices = choicesOf(sources, named);
  const kind = named ?? choices.find(({ enabled }) => enabled)?.kind;
  const source = sources.find((one) => one.kind === kind) ?? null;
  return {
    base: integrationsAt(c),
    choices,
    chosen: kind === undefined ? null : await readChosen(c, kind, source, instead),
    settings,
  };
}

async function readChosen(
  c: Context<TenantEnv>,
  kind: SourceKind,
  source: DataSource | null,
  { mapping = {}, tester, problem }: Instead,
): Promise<PeopleView['chosen']> {
  const { store } = c.var;
  const [current, dryRun] = await Promise.all([store.mappings.current(kind), source && dryRunOf(c, source)]);
  const saved = Number(c.req.query('saved'));
  const form = mapping.form ?? formOfVersion(current);
  const asked = tester ?? readTesterRequest(c.req.query());
  return {
    tester: { ...(await readTester(c, kind, bodyOf(form), asked)), casesProblem: problem ?? null },
    mapping: {
      ...mappingView(c, kind),
      form,
      version: current,
      saved: current !== null && current.version === saved,
      ...mapping,
    },
    facts: {
      syncs: `/${store.tenant.slug}/syncs`,
      kind,
      source,
      hasMapping: current !== null,
      intervalHours: store.tenant.intervalHours,
      dryRun,
      now: Date.now(),
    },
  };
}

/** The mapping's part of the page, with an empty form. */
export const mappingView = (c: Context<TenantEnv>, source: SourceKind): MappingView => ({
  base: integrationsAt(c),
  syncs: `/${c.var.store.tenant.slug}/syncs`,
  source,
  form: formOf(null, 0),
  problems: new Map(),
  refusal: null,
  conflict: null,
  version: null,
  saved: false,
  now: Date.now(),
});

/** The newest dry run that shows the source as it is set now. A preview shows a mapping that nobody saved. */
async function dryRunOf(c: Context<TenantEnv>, source: DataSource): Promise<SyncView | null> {
  const filter = { persisted: false, createdFrom: source.changedAt };
  const syncs = await c.var.store.syncs.list({ limit: LOOKED_AT }, filter);
  const shows = (sync: SyncView) =>
    sync.source === source.kind &&
    sync.scope === 'full' &&
    sync.trigger !== 'preview' &&
    (isRunning(sync) || sync.state === 'completed');
  return syncs.find(shows) ?? null;
}
