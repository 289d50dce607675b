import type { FC } from 'hono/jsx';
import { Icon } from './icons.tsx';

/** A search box as a form of its own; `/` puts the cursor there. */
export const Search: FC<{
  path: string;
  value: string | undefined;
  label: string;
  /** What else the address keeps; a key may be there more than once. */
  keep?: readonly (readonly [key: string, value: string])[];
}> = ({ path, value, label, keep = [] }) => (
  <form class="search" method="get" action={path}>
    <Icon name="search" />
    {keep.map(([key, kept]) => (
      <input type="hidden" name={key} value={kept} />
    ))}
    <input class="input" type="search" name="q" value={value} placeholder={label} aria-label={label} data-search />
  </form>
);
