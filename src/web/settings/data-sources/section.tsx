import type { FC } from 'hono/jsx';
import { ChooseSource } from './choose.tsx';
import type { DataSourcesView } from './read.ts';

/** Where people come from. */
export const DataSourcesSection: FC<DataSourcesView> = ({ sources }) =>
  sources.length === 0 ? (
    <ChooseSource />
  ) : (
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
