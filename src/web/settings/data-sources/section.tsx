import type { FC } from 'hono/jsx';
import type { DataSourcesView } from './read.ts';

/** Where people come from. */
export const DataSourcesSection: FC<DataSourcesView> = ({ sources }) => (
  <ul>
    {sources.map(({ kind, enabled }) => (
      <li>
        {kind}: {enabled ? 'enabled' : 'off'}
        {kind === 'csv-sftp' && enabled && (
          <>
            {' '}
            <a href="integrations/upload">Upload a file</a>
          </>
        )}
      </li>
    ))}
  </ul>
);
