import { Hono } from 'hono';
import type { TenantEnv } from '../../../auth/actor.ts';
import { tableChanges } from '../../../domain/mapping/table-changes.ts';
import { isLocalId } from '../../../store/ids.ts';
import { notFoundPage } from '../../errors/answers.ts';
import { showPage } from '../../frame/show.tsx';
import { Time } from '../../frame/time.tsx';
import { Changes, changesInWords } from './changes.tsx';
import { tablesAt } from './read.ts';
import { TableVersionsPage } from './versions.tsx';

const ROWS = 50;

/** `/{tenant}/settings/tables/{name}/versions`: who changed what in a value table, and when. */
export const tableVersionPages = new Hono<TenantEnv>();

tableVersionPages.get('/', async (c) => {
  const name = c.req.param('name') ?? '';
  const asked = Number(c.req.query('before'));
  const before = isLocalId(asked) ? asked : undefined;
  const found = await c.var.store.valueTables.versions(name, ROWS + 1, before);
  if (found.length === 0) return notFoundPage(c);
  const at = `${tablesAt(c)}/${name}`;
  return showPage(
    c,
    { title: `Versions of ${name}`, section: 'settings', context: <a href={at}>Back to {name}</a> },
    <TableVersionsPage
      at={`${at}/versions`}
      versions={found.slice(0, ROWS)}
      earlier={found.length > ROWS}
      later={before !== undefined}
      now={Date.now()}
    />,
  );
});

tableVersionPages.get('/:version', async (c) => {
  const name = c.req.param('name') ?? '';
  const { valueTables } = c.var.store;
  const number = Number(c.req.param('version'));
  if (!isLocalId(number)) return notFoundPage(c);
  const [version, before] = await Promise.all([
    valueTables.version(name, number),
    number > 1 ? valueTables.version(name, number - 1) : null,
  ]);
  if (!version) return notFoundPage(c);
  const changes = tableChanges(before?.entries ?? {}, version.entries ?? {});
  const words = version.entries === null ? 'The table was removed' : changesInWords(changes);
  return showPage(
    c,
    {
      title: `${name}, version ${number}`,
      section: 'settings',
      context: (
        <>
          {version.createdBy}, <Time at={version.createdAt} now={Date.now()} />.{' '}
          <a href={`${tablesAt(c)}/${name}/versions`}>All versions</a>
        </>
      ),
    },
    <>
      <p class="notice">{words ?? 'No row differs from the version before'}.</p>
      <Changes changes={changes} />
    </>,
  );
});
