import { type Context, Hono } from 'hono';
import { restoreMapping } from '../../../app/mapping/restore-mapping.ts';
import type { TenantEnv } from '../../../auth/actor.ts';
import { mappingChanges } from '../../../domain/mapping/mapping-changes.ts';
import { referencedTables } from '../../../domain/mapping/value-table.ts';
import type { Fault } from '../../../domain/shared/fault.ts';
import { SOURCE_NAMES, type SourceKind } from '../../../domain/shared/source-kinds.ts';
import type { MappingVersion } from '../../../store/mapping/reader.ts';
import { tableVersionsInForce } from '../../../sync/mapping/value-tables.ts';
import { redirectTo, renderDialog } from '../../frame/dialog.tsx';
import { notFoundPage } from '../../frame/errors.tsx';
import { renderPage } from '../../frame/render.tsx';
import { Time } from '../../frame/time.tsx';
import { readFormFields } from '../shared/form-fields.ts';
import { parseSourceKind } from '../shared/source-kind.ts';
import { integrationsUrl, mappingVersionsUrl } from '../shared/urls.ts';
import { parseVersion, readVersionPage } from '../shared/versions.tsx';
import { MappingVersionsPage } from './list.tsx';
import { restoreDialog } from './restore.tsx';
import { type ComparedVersion, MappingVersionPage, VersionActions } from './version-page.tsx';

/** Mounted at `/{tenant}/settings/mapping`. */
export const mappingVersionPages = new Hono<TenantEnv>();

mappingVersionPages.get('/:source/versions', async (c) => {
  const source = parseSourceKind(c.req.param('source'));
  if (!source) return notFoundPage(c);
  const { mappings } = c.var.store;
  const [page, current] = await Promise.all([
    readVersionPage(c, (limit, before) => mappings.versions(source, limit, before)),
    mappings.current(source),
  ]);
  return renderPage(
    c,
    {
      title: 'Versions of the mapping',
      section: 'settings',
      context: (
        <>
          {SOURCE_NAMES[source]}. <a href={`${integrationsUrl(c)}#people`}>Back to the mapping</a>
        </>
      ),
    },
    <MappingVersionsPage baseUrl={mappingVersionsUrl(c, source)} current={current?.version ?? null} page={page} />,
  );
});

mappingVersionPages.get(
  '/:source/versions/:version',
  withVersion(async (c, source, shown) => {
    const requested = c.req.query('with');
    const [other, current] = await Promise.all([
      findVersion(c, source, requested ?? shown.version - 1),
      c.var.store.mappings.current(source),
    ]);
    if (requested !== undefined && !other) return notFoundPage(c);
    const baseUrl = mappingVersionsUrl(c, source);
    const newest = current?.version ?? shown.version;
    // The earlier version comes first, whichever of the two the path names.
    const [before, after] = other && other.version > shown.version ? [shown, other] : [other, shown];
    const view: ComparedVersion = { baseUrl, shown, other, changes: changesBetween(before, after), current: newest };
    return renderPage(
      c,
      {
        title: `Mapping version ${shown.version}`,
        section: 'settings',
        context: (
          <>
            {SOURCE_NAMES[source]}, {shown.version === newest && 'in force, '}
            {shown.createdBy}, <Time at={shown.createdAt} />. <a href={baseUrl}>All versions</a>
          </>
        ),
        actions: <VersionActions baseUrl={baseUrl} shown={shown} current={newest} />,
      },
      <MappingVersionPage {...view} />,
    );
  }),
);

mappingVersionPages.get(
  '/:source/versions/:version/restore',
  withVersion(async (c, source, earlier) => renderDialog(c, await readRestoreDialog(c, source, earlier, null))),
);

mappingVersionPages.post(
  '/:source/versions/:version/restore',
  withVersion(async (c, source, earlier) => {
    const { version } = earlier;
    const fields = await readFormFields(c);
    const baseVersion = parseVersion(fields.version);
    const request = { source, version, baseVersion, acceptCases: fields.accept_cases === 'on' };
    const restored = await restoreMapping(c.env, c.var.store.tenant, request, c.var.actor.label);
    if (restored.ok) return redirectTo(c, `${mappingVersionsUrl(c, source)}/${restored.value.version}`);
    const status = restored.fault.code === 'version_conflict' ? 409 : 422;
    return renderDialog(c, await readRestoreDialog(c, source, earlier, restored.fault), status);
  }),
);

type VersionHandler = (
  c: Context<TenantEnv>,
  source: SourceKind,
  version: MappingVersion,
) => Response | Promise<Response>;

/** 404 when the path names no version. */
function withVersion(handler: VersionHandler) {
  return async (c: Context<TenantEnv>) => {
    const source = parseSourceKind(c.req.param('source'));
    const version = source ? await findVersion(c, source, c.req.param('version')) : null;
    return source && version ? handler(c, source, version) : notFoundPage(c);
  };
}

async function findVersion(c: Context<TenantEnv>, source: SourceKind, number: unknown): Promise<MappingVersion | null> {
  const version = parseVersion(number);
  return version === null ? null : c.var.store.mappings.version(source, version);
}

const changesBetween = (before: MappingVersion | null, after: MappingVersion) =>
  mappingChanges(before?.body ?? null, after.body);

async function readRestoreDialog(
  c: Context<TenantEnv>,
  source: SourceKind,
  earlier: MappingVersion,
  fault: Fault | null,
) {
  const current = await c.var.store.mappings.current(source);
  const inForce = await tableVersionsInForce(c.var.store, earlier.body);
  return restoreDialog({
    baseUrl: mappingVersionsUrl(c, source),
    version: earlier.version,
    current: current?.version ?? earlier.version,
    changes: changesBetween(current, earlier),
    missingTables: referencedTables(earlier.body).filter((name) => !Object.hasOwn(inForce, name)),
    fault,
  });
}
