import { type Context, Hono } from 'hono';
import { restoreMapping } from '../../../app/mapping/restore-mapping.ts';
import type { TenantEnv } from '../../../auth/actor.ts';
import { mappingSchema } from '../../../domain/mapping/mapping.ts';
import { type MappingChange, mappingChanges } from '../../../domain/mapping/mapping-changes.ts';
import { referencedTables } from '../../../domain/mapping/value-table.ts';
import { describeFault, type Fault } from '../../../domain/shared/fault.ts';
import { SOURCE_KINDS, SOURCE_NAMES, type SourceKind } from '../../../domain/shared/source-kinds.ts';
import { attributeLabel } from '../../../domain/user/attributes.ts';
import { isLocalId } from '../../../store/ids.ts';
import type { MappingVersion } from '../../../store/mapping/reader.ts';
import { tableVersionsInForce } from '../../../sync/mapping/value-tables.ts';
import { type FormDialog, redirectTo, renderDialog, SubmitButton } from '../../frame/dialog.tsx';
import { notFoundPage } from '../../frame/errors.tsx';
import { FormError } from '../../frame/fields.tsx';
import { countNoun, joinWithAnd } from '../../frame/labels.ts';
import { renderPage } from '../../frame/render.tsx';
import { Time } from '../../frame/time.tsx';
import { MappingVersionsPage } from './list.tsx';
import { type ComparedVersion, MappingDiff, MappingVersionPage, VersionActions } from './one.tsx';

export interface RestoreView {
  /** `/{tenant}/settings/mapping/{source}/versions`. */
  at: string;
  version: number;
  /** The one in force. */
  current: number;
  /** From the one in force to the one that comes back. */
  changes: readonly MappingChange[];
  /** Value tables that it names and that are gone. */
  missingTables: readonly string[];
  fault: Fault | null;
}

/** Attributes that the mapping would no longer fill: people keep the values that they have. */
function describeDropped(changes: readonly MappingChange[]): string | null {
  const gone = changes.filter(({ kind, fields }) => kind === 'removed' && fields.some(({ field }) => field === 'type'));
  if (gone.length === 0) return null;
  const names = joinWithAnd(gone.map(({ key }) => attributeLabel(key)));
  return `${names} ${gone.length === 1 ? 'is' : 'are'} not in that version: people keep the values that they have, and no sync changes them.`;
}

/** Asks before an earlier version is put in force again, with what that changes. */
export function restoreDialog({ at, version, current, changes, missingTables, fault }: RestoreView): FormDialog {
  const blocked = missingTables.length > 0;
  const words = describeDropped(changes);
  const told = fault?.code === 'cases_changed' ? fault.details?.cases : null;
  const broken = Array.isArray(told) ? told : [];
  return {
    title: `Restore version ${version}`,
    section: 'settings',
    action: `${at}/${version}/restore`,
    cancelUrl: `${at}/${version}`,
    ...(blocked && { cancelLabel: 'Close' }),
    buttons: blocked ? null : (
      <SubmitButton>
        Restore version {version}
        {broken.length > 0 && ' all the same'}
      </SubmitButton>
    ),
    body: (
      <>
        <FormError {...(fault && { message: describeFault(fault) })} />
        <input type="hidden" name="version" value={String(current)} />
        {broken.length > 0 && (
          <ul>
            {broken.map((one) => (
              <li>{one}</li>
            ))}
          </ul>
        )}
        {/* Asked again with these words, the same button says yes to them. */}
        {broken.length > 0 && <input type="hidden" name="accept_cases" value="on" />}
        {blocked && (
          <p class="notice notice-held">
            It looks values up in {joinWithAnd(missingTables)}, which {missingTables.length === 1 ? 'is' : 'are'} gone.
            Add {missingTables.length === 1 ? 'that table' : 'those tables'} first.
          </p>
        )}
        <p>
          Its mapping becomes version {current + 1}. {countNoun(changes.length, 'part')} of the mapping in force{' '}
          {changes.length === 1 ? 'changes' : 'change'}. The schedule then waits for a reviewed dry run.
        </p>
        {words && <p>{words}</p>}
        {changes.length > 0 && <MappingDiff changes={changes} />}
      </>
    ),
  };
}

const VERSIONS_A_PAGE = 50;

/** `/{tenant}/settings/mapping/{source}/versions`: every version of a mapping, compared and restored. */
export const mappingVersionPages = new Hono<TenantEnv>();

const sourceParam = (c: Context<TenantEnv>): SourceKind | undefined =>
  SOURCE_KINDS.find((kind) => kind === c.req.param('source'));

const versionsPath = (c: Context<TenantEnv>, source: SourceKind): string =>
  `/${c.var.store.tenant.slug}/settings/mapping/${source}/versions`;

/** A version of a mapping by what somebody wrote for its number; null when there is none. */
async function findVersion(c: Context<TenantEnv>, source: SourceKind, asked: unknown): Promise<MappingVersion | null> {
  const number = Number(asked);
  return isLocalId(number) ? c.var.store.mappings.version(source, number) : null;
}

const changesBetween = (before: MappingVersion | null, after: MappingVersion) =>
  mappingChanges(before && mappingSchema.parse(before.body), mappingSchema.parse(after.body));

mappingVersionPages.get('/:source/versions', async (c) => {
  const source = sourceParam(c);
  if (!source) return notFoundPage(c);
  const { mappings } = c.var.store;
  const asked = Number(c.req.query('before'));
  const before = isLocalId(asked) ? asked : undefined;
  const [found, current] = await Promise.all([
    mappings.versions(source, VERSIONS_A_PAGE + 1, before),
    mappings.current(source),
  ]);
  const people = `/${c.var.store.tenant.slug}/settings/integrations#people`;
  return renderPage(
    c,
    {
      title: 'Versions of the mapping',
      section: 'settings',
      context: (
        <>
          {SOURCE_NAMES[source]}. <a href={people}>Back to the mapping</a>
        </>
      ),
    },
    <MappingVersionsPage
      at={versionsPath(c, source)}
      current={current?.version ?? null}
      versions={found.slice(0, VERSIONS_A_PAGE)}
      earlier={found.length > VERSIONS_A_PAGE}
      later={before !== undefined}
      now={Date.now()}
    />,
  );
});

mappingVersionPages.get('/:source/versions/:version', async (c) => {
  const source = sourceParam(c);
  const shown = source ? await findVersion(c, source, c.req.param('version')) : null;
  if (!source || !shown) return notFoundPage(c);
  const asked = c.req.query('with');
  const [other, current] = await Promise.all([
    findVersion(c, source, asked ?? shown.version - 1),
    c.var.store.mappings.current(source),
  ]);
  if (asked !== undefined && !other) return notFoundPage(c);
  const at = versionsPath(c, source);
  const newest = current?.version ?? shown.version;
  // Whichever was first stands before, so that a change reads the way it was made.
  const [before, after] = other && other.version > shown.version ? [shown, other] : [other, shown];
  const view: ComparedVersion = { at, shown, other, changes: changesBetween(before, after), current: newest };
  return renderPage(
    c,
    {
      title: `Mapping version ${shown.version}`,
      section: 'settings',
      context: (
        <>
          {SOURCE_NAMES[source]}, {shown.version === newest && 'in force, '}
          {shown.createdBy}, <Time at={shown.createdAt} now={Date.now()} />. <a href={at}>All versions</a>
        </>
      ),
      actions: <VersionActions at={at} shown={shown} current={newest} />,
    },
    <MappingVersionPage {...view} />,
  );
});

/** The question of a restore, as things stand. */
async function readRestoreDialog(
  c: Context<TenantEnv>,
  source: SourceKind,
  wanted: MappingVersion,
  fault: Fault | null,
) {
  const current = await c.var.store.mappings.current(source);
  const there = await tableVersionsInForce(c.var.store, wanted.body);
  return restoreDialog({
    at: versionsPath(c, source),
    version: wanted.version,
    current: current?.version ?? wanted.version,
    changes: changesBetween(current, wanted),
    missingTables: referencedTables(wanted.body).filter((name) => !Object.hasOwn(there, name)),
    fault,
  });
}

mappingVersionPages.get('/:source/versions/:version/restore', async (c) => {
  const source = sourceParam(c);
  const wanted = source ? await findVersion(c, source, c.req.param('version')) : null;
  return source && wanted ? renderDialog(c, await readRestoreDialog(c, source, wanted, null)) : notFoundPage(c);
});

mappingVersionPages.post('/:source/versions/:version/restore', async (c) => {
  const source = sourceParam(c);
  const wanted = source ? await findVersion(c, source, c.req.param('version')) : null;
  if (!source || !wanted) return notFoundPage(c);
  const body = await c.req.parseBody();
  const seen = Number(body.version);
  const acceptCases = body.accept_cases === 'on';
  const request = { source, version: wanted.version, seen: isLocalId(seen) ? seen : null, acceptCases };
  const restored = await restoreMapping(c.env, c.var.store.tenant, request, c.var.actor.label);
  if (restored.ok) return redirectTo(c, `${versionsPath(c, source)}/${restored.value.version}`);
  const status = restored.fault.code === 'version_conflict' ? 409 : 422;
  return renderDialog(c, await readRestoreDialog(c, source, wanted, restored.fault), status);
});
