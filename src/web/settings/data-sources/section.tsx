import type { FC } from 'hono/jsx';
import { Icon } from '../../frame/icons.tsx';
import { counted } from '../../frame/words.ts';
import { Card } from './cards.tsx';
import { ChooseSource } from './choose.tsx';
import type { DataSourcesView } from './read.ts';

/** Where people come from. */
export const DataSourcesSection: FC<DataSourcesView> = (view) => {
  if (view.cards.every(({ source }) => source === null)) {
    return (
      <div class="sources">
        <ChooseSource at={view.at} />
      </div>
    );
  }
  const on = view.cards.find(({ kind, source }) => source?.enabled && kind !== 'scim');
  return (
    <div class="sources">
      {view.orphans > 0 && (
        <p class="notice notice-held">
          <Icon name="alert" />
          <span>
            {counted(view.orphans, 'user')} came from a data source that is off, and the one in use does not know them.{' '}
            <a href={`${view.at}/orphans`}>Decide about them</a>
          </span>
        </p>
      )}
      {!on && <p>No data source is on. Test a connection, then turn it on. One is on at a time.</p>}
      {view.cards.map((card) => (
        <Card card={card} view={view} />
      ))}
    </div>
  );
};
