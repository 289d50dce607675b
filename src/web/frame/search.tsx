import type { FC } from 'hono/jsx';
import { Icon } from './icons.tsx';

/** A search box as a form of its own; `/` puts the cursor there. */
export const Search: FC<{
  path: string;
  value: string | undefined;
  label: string;
  keep?: Record<string, string | number | undefined>;
}> = ({ path, value, label, keep = {} }) => (
  <form class="search" method="get" action={path}>
    <Icon name="search" />
    {Object.entries(keep).map(
      ([key, kept]) => kept !== undefined && <input type="hidden" name={key} value={String(kept)} />,
    )}
    <input class="input" type="search" name="q" value={value} placeholder={label} aria-label={label} data-search />
  </form>
);
