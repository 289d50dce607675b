import { type Context, Hono } from 'hono';
import type { TenantEnv } from '../../../auth/actor.ts';
import type { Fault } from '../../../domain/fault.ts';
import { mappingSchema } from '../../../domain/mapping/mapping.ts';
import { mappingChanges } from '../../../domain/mapping/mapping-changes.ts';
import { tableNamesIn } from '../../../domain/mapping/table-names.ts';
import { SOURCE_KINDS, SOURCE_NAMES, type SourceKind } from '../../../domain/sync/words.ts';
import { isLocalId } from '../../../store/ids.ts';
import type { MappingVersion } from '../../../store/mappings.ts';
import { restoreMapping } from '../../../syncs/mapping/restore-mapping.ts';
import { tableVersionsFor } from '../../../syncs/mapping/tables-for.ts';
import { notFoundPage } from '../../errors/answers.ts';
import { ask, goTo } from '../../frame/dialog.tsx';
import { showPage } from '../../frame/show.tsx';
import { Time } from '../../frame/time.tsx';
import { MappingVersionsPage } from './list.tsx';
import { MappingVersionPage, type OneVersion, VersionActions } from './one.tsx';
import { restoreQuestion } from './restore.tsx';

const ROWS = 50;

/** `/{tenant}/settings/mapping/{source}/versions`: every version of a mapping, compared and restored. */
export const mappingVersionPages = new Hono<TenantEnv>();

const sourceIn = (c: Context<TenantEnv>): SourceKind | undefined =>
  SOURCE_KINDS.find((kind) => kind === c.req.param('source'));

const versionsAt = (c: Context<TenantEnv>, source: SourceKind): string =>
  `/${c.var.store.tenant.slug}/settings/mapping/${source}/versions`;

/** A version of a mapping by what somebody wrote for its number; null when there is none. */
async function versionOf(c: Context<TenantEnv>, source: SourceKind, asked: unknown): Promise<MappingVersion | null> {
  const number = Number(asked);
  return isLocalId(number) ? c.var.store.mappings.version(source, number) : null;
}

const changesBetween = (before: MappingVersion | null, after: MappingVersion) =>
  mappingChanges(before && mappingSchema.parse(before.body), mappingSchema.parse(after.body));

mappingVersionPages.get('/:source/versions', async (c) => {
  const source = sourceIn(c);
  if (!source) return notFoundPage(c);
  const { mappings } = c.var.store;
  const asked = Number(c.req.query('before'));
  const before = isLocalId(asked) ? asked : undefined;
  const [found, current] = await Promise.all([mappings.versions(source, ROWS + 1, before), mappings.current(source)]);
  const people = `/${c.var.store.tenant.slug}/settings/integrations#people`;
  return showPage(
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
      at={versionsAt(c, source)}
      current={current?.version ?? null}
      versions={found.slice(0, ROWS)}
      earlier={found.length > ROWS}
      later={before !== undefined}
      now={Date.now()}
    />,
  );
});

mappingVersionPages.get('/:source/versions/:version', async (c) => {
  const source = sourceIn(c);
  const shown = source ? await versionOf(c, source, c.req.param('version')) : null;
  if (!source || !shown) return notFoundPage(c);
  const asked = c.req.query('with');
  const [other, current] = await Promise.all([
    versionOf(c, source, asked ?? shown.version - 1),
    c.var.store.mappings.current(source),
  ]);
  if (asked !== undefined && !other) return notFoundPage(c);
  const at = versionsAt(c, source);
  const newest = current?.version ?? shown.version;
  // Whichever was first stands before, so that a change reads the way it was made.
  const [before, after] = other && other.version > shown.version ? [shown, other] : [other, shown];
  const view: OneVersion = { at, shown, other, changes: changesBetween(before, after), current: newest };
  return showPage(
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
async function questionOf(c: Context<TenantEnv>, source: SourceKind, wanted: MappingVersion, fault: Fault | null) {
  const current = await c.var.store.mappings.current(source);
  const there = await tableVersionsFor(c.var.store, wanted.body);
  return restoreQuestion({
    at: versionsAt(c, source),
    version: wanted.version,
    current: current?.version ?? wanted.version,
    changes: changesBetween(current, wanted),
    missingTables: tableNamesIn(wanted.body).filter((name) => !Object.hasOwn(there, name)),
    fault,
  });
}

mappingVersionPages.get('/:source/versions/:version/restore', async (c) => {
  const source = sourceIn(c);
  const wanted = source ? await versionOf(c, source, c.req.param('version')) : null;
  return source && wanted ? ask(c, await questionOf(c, source, wanted, null)) : notFoundPage(c);
});

mappingVersionPages.post('/:source/versions/:version/restore', async (c) => {
  const source = sourceIn(c);
  const wanted = source ? await versionOf(c, source, c.req.param('version')) : null;
  if (!source || !wanted) return notFoundPage(c);
  const body = await c.req.parseBody();
  const seen = Number(body.version);
  const acceptCases = body.accept_cases === 'on';
  const request = { source, version: wanted.version, seen: isLocalId(seen) ? seen : null, acceptCases };
  const restored = await restoreMapping(c.env, c.var.store.tenant, request, c.var.actor.label);
  if (restored.ok) return goTo(c, `${versionsAt(c, source)}/${restored.value.version}`);
  const status = restored.fault.code === 'version_conflict' ? 409 : 422;
  return ask(c, await questionOf(c, source, wanted, restored.fault), status);
});
