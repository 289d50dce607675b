import type { Context } from 'hono';
import type { FC } from 'hono/jsx';
import type { TenantEnv } from '../../../auth/actor.ts';
import { isLocalId } from '../../../store/ids.ts';
import { Pagination } from '../../frame/table.tsx';
import { buildUrl } from '../../frame/urls.ts';

const VERSIONS_PER_PAGE = 50;

export const parseVersion = (text: unknown): number | null => {
  const number = Number(text);
  return isLocalId(number) ? number : null;
};

export interface VersionPage<Version> {
  versions: readonly Version[];
  hasOlder: boolean;
  hasNewer: boolean;
}

/** @param list reads up to `limit` versions, newest first, below `before` */
export async function readVersionPage<Version>(
  c: Context<TenantEnv>,
  list: (limit: number, before: number | undefined) => Promise<Version[]>,
): Promise<VersionPage<Version>> {
  const before = parseVersion(c.req.query('before')) ?? undefined;
  const found = await list(VERSIONS_PER_PAGE + 1, before);
  return {
    versions: found.slice(0, VERSIONS_PER_PAGE),
    hasOlder: found.length > VERSIONS_PER_PAGE,
    hasNewer: before !== undefined,
  };
}

export const VersionPagination: FC<{ baseUrl: string; page: VersionPage<{ version: number }> }> = ({
  baseUrl,
  page: { versions, hasOlder, hasNewer },
}) => (
  <Pagination
    labels={['Newest', 'Older']}
    newer={hasNewer ? baseUrl : null}
    older={hasOlder ? buildUrl(baseUrl, { before: versions.at(-1)?.version }) : null}
  />
);
