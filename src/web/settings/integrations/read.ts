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
import type { ScheduleStateView } from './schedule-state.tsx';

const MAX_SYNCS_READ = 20;

interface SourceChoice {
  kind: SourceKind;
  enabled: boolean;
}

export interface PeopleSectionView {
  baseUrl: string;
  tablesUrl: string;
  choices: readonly SourceChoice[];
  /** Null when no data source is enabled and none was chosen. */
  chosen: { mapping: MappingEditorView; versionsUrl: string; tester: TesterView; schedule: ScheduleStateView } | null;
  settings: SettingsFormsView;
}

/** Shown in place of stored data. */
export interface PageOverrides {
  source?: SourceKind | undefined;
  mapping?: Partial<MappingEditorView>;
  tester?: TesterRequest;
  casesProblem?: string | null;
  settings?: SubmittedSettingsForm;
}

/** Enabled ones first: those that are set up, the requested one, and SCIM, whose mapping needs no settings. */
function sourceChoices(sources: readonly DataSource[], requested: SourceKind | undefined): SourceChoice[] {
  const choices = SOURCE_KINDS.flatMap((kind): SourceChoice[] => {
    const source = sources.find((source) => source.kind === kind);
    const isChoice = source !== undefined || kind === 'scim' || kind === requested;
    return isChoice ? [{ kind, enabled: source?.enabled ?? false }] : [];
  });
  return choices.sort((a, b) => Number(b.enabled) - Number(a.enabled));
}

export async function readPeopleSection(
  c: Context<TenantEnv>,
  overrides: PageOverrides = {},
): Promise<PeopleSectionView> {
  const { store } = c.var;
  const requested = overrides.source ?? parseSourceKind(c.req.query('source'));
  const [sources, settings] = await Promise.all([store.dataSources.list(), readSettingsForms(c, overrides.settings)]);
  const choices = sourceChoices(sources, requested);
  const kind = requested ?? choices.find(({ enabled }) => enabled)?.kind;
  const source = sources.find((source) => source.kind === kind) ?? null;
  return {
    baseUrl: integrationsUrl(c),
    tablesUrl: tablesUrl(c),
    choices,
    chosen: kind === undefined ? null : await readChosenSource(c, kind, source, overrides),
    settings,
  };
}

async function readChosenSource(
  c: Context<TenantEnv>,
  kind: SourceKind,
  source: DataSource | null,
  { mapping = {}, tester, casesProblem = null }: PageOverrides,
): Promise<PeopleSectionView['chosen']> {
  const { store } = c.var;
  const [current, dryRun] = await Promise.all([store.mappings.current(kind), source && newestDryRun(c, source)]);
  const saved = Number(c.req.query('saved'));
  const form = mapping.form ?? versionFormValues(current);
  const request = tester ?? parseTesterRequest(c.req.query());
  return {
    tester: { ...(await readTester(c, kind, mappingBody(form), request)), casesProblem },
    mapping: {
      ...blankMappingView(c, kind),
      form,
      version: current,
      saved: current !== null && current.version === saved,
      ...mapping,
    },
    versionsUrl: mappingVersionsUrl(c, kind),
    schedule: {
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
});

/** With the settings in force. A preview does not count: its mapping is not saved. */
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
