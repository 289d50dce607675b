import type { Context } from 'hono';
import type { TenantEnv } from '../../../auth/actor.ts';
import { SOURCE_KINDS, type SourceKind } from '../../../domain/shared/source-kinds.ts';
import type { DataSource } from '../../../store/sources/reader.ts';
import type { Sync } from '../../../store/syncs/reader.ts';
import { syncsUrl } from '../../syncs/load-syncs.ts';
import { isRunning } from '../../syncs/sync-labels.ts';
import type { MappingEditorView } from '../mapping/editor.tsx';
import { mappingBody, mappingFormValues } from '../mapping/fields.ts';
import { versionFormValues } from '../mapping/save.ts';
import { parseSourceKind } from '../shared/source-kind.ts';
import { integrationsUrl, mappingVersionsUrl, tablesUrl } from '../shared/urls.ts';
import { readSettingsForms, type SubmittedSettingsForm } from '../tenant-settings/read.ts';
import type { SettingsFormsView } from '../tenant-settings/settings-form.tsx';
import { parseTesterRequest, readTester, type TesterRequest, type TesterView } from '../tester/read.ts';
import type { ScheduleFacts } from './schedule-state.tsx';

const MAX_SYNCS_READ = 20;

interface SourceChoice {
  kind: SourceKind;
  enabled: boolean;
}

export interface PeopleSectionView {
  baseUrl: string;
  tables: string;
  choices: readonly SourceChoice[];
  /** Null when no data source is enabled and none was chosen. */
  chosen: { mapping: MappingEditorView; versions: string; tester: TesterView; facts: ScheduleFacts } | null;
  settings: SettingsFormsView;
}

/** What the page isCurrent instead of what is stored: what was typed, its errors, what was just saved. */
export interface PageOverrides {
  source?: SourceKind | undefined;
  mapping?: Partial<MappingEditorView>;
  /** The payload that the form is tried on. */
  tester?: TesterRequest;
  /** Why a person could not be pinned. */
  problem?: string | null;
  /** A settings form that was submitted. */
  settings?: SubmittedSettingsForm;
}

/** Every data source that is set up, enabled ones first; SCIM always, because its mapping needs no settings. */
function sourceChoices(sources: readonly DataSource[], named: SourceKind | undefined): SourceChoice[] {
  const enabled = (kind: SourceKind) => sources.some((source) => source.kind === kind && source.enabled);
  return SOURCE_KINDS.filter(
    (kind) => kind === 'scim' || kind === named || sources.some((source) => source.kind === kind),
  )
    .map((kind) => ({ kind, enabled: enabled(kind) }))
    .sort((a, b) => Number(b.enabled) - Number(a.enabled));
}

export async function readPeopleSection(
  c: Context<TenantEnv>,
  overrides: PageOverrides = {},
): Promise<PeopleSectionView> {
  const { store } = c.var;
  const named = overrides.source ?? parseSourceKind(c.req.query('source'));
  const [sources, settings] = await Promise.all([store.dataSources.list(), readSettingsForms(c, overrides.settings)]);
  const choices = sourceChoices(sources, named);
  const kind = named ?? choices.find(({ enabled }) => enabled)?.kind;
  const source = sources.find((source) => source.kind === kind) ?? null;
  return {
    baseUrl: integrationsUrl(c),
    tables: tablesUrl(c),
    choices,
    chosen: kind === undefined ? null : await readChosenSource(c, kind, source, overrides),
    settings,
  };
}

async function readChosenSource(
  c: Context<TenantEnv>,
  kind: SourceKind,
  source: DataSource | null,
  { mapping = {}, tester, problem }: PageOverrides,
): Promise<PeopleSectionView['chosen']> {
  const { store } = c.var;
  const [current, dryRun] = await Promise.all([store.mappings.current(kind), source && newestDryRun(c, source)]);
  const saved = Number(c.req.query('saved'));
  const form = mapping.form ?? versionFormValues(current);
  const request = tester ?? parseTesterRequest(c.req.query());
  return {
    tester: { ...(await readTester(c, kind, mappingBody(form), request)), casesProblem: problem ?? null },
    mapping: {
      ...blankMappingView(c, kind),
      form,
      version: current,
      saved: current !== null && current.version === saved,
      ...mapping,
    },
    versions: mappingVersionsUrl(c, kind),
    facts: {
      syncsUrl: syncsUrl(c),
      kind,
      source,
      hasMapping: current !== null,
      intervalHours: store.tenant.intervalHours,
      dryRun,
      now: Date.now(),
    },
  };
}

/** The editor with an empty form. */
export const blankMappingView = (c: Context<TenantEnv>, source: SourceKind): MappingEditorView => ({
  baseUrl: integrationsUrl(c),
  syncsUrl: syncsUrl(c),
  source,
  form: mappingFormValues(null, 0),
  errors: new Map(),
  refusal: null,
  conflict: null,
  version: null,
  saved: false,
  now: Date.now(),
});

/** The newest dry run of the settings in force. Previews do not count: they try a mapping that is not saved. */
async function newestDryRun(c: Context<TenantEnv>, source: DataSource): Promise<Sync | null> {
  const filter = { persisted: false, createdFrom: source.changedAt };
  const syncs = await c.var.store.syncs.list({ limit: MAX_SYNCS_READ }, filter);
  const isCurrent = (sync: Sync) =>
    sync.source === source.kind &&
    sync.scope === 'full' &&
    sync.trigger !== 'preview' &&
    (isRunning(sync) || sync.state === 'completed');
  return syncs.find(isCurrent) ?? null;
}
