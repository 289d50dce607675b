import type { Group, Setting } from './fields.ts';

const STYLES = [
  ['none', 'None: everybody comes at once'],
  ['page', 'Number of the page'],
  ['offset', 'Offset: how many came before'],
  ['cursor', 'Cursor: each answer names the next'],
  ['next_url', 'URL of the next page, in the answer'],
  ['link', 'URL of the next page, in the Link header'],
] as const;

const parameter = (usual: string): Setting => ({
  name: 'paging.parameter',
  label: 'Parameter',
  as: 'text',
  hint: `Its name in the URL; ${usual} unless you say otherwise.`,
});
const path = (what: string): Setting => ({
  name: 'paging.path',
  label: `Path to the ${what}`,
  as: 'text',
  required: true,
  hint: 'Where the answer has it, such as meta.next, or header:X-Next.',
});
const SIZE: Setting[] = [
  {
    name: 'paging.size_parameter',
    label: 'Parameter of the page size',
    as: 'text',
    hint: 'Optional, such as limit.',
  },
  { name: 'paging.size', label: 'People a page', as: 'number', hint: 'Optional.' },
];
const MOST: Setting = {
  name: 'paging.max_pages',
  label: 'Pages at most',
  as: 'number',
  hint: '1,000 unless you say otherwise. A sync that meets more fails.',
};

const NEEDS: Record<string, Setting[]> = {
  page: [
    parameter('page'),
    {
      name: 'paging.first',
      label: 'The first page is',
      as: 'choice',
      type: 'number',
      options: [
        ['1', 'page 1'],
        ['0', 'page 0'],
      ],
    },
    ...SIZE,
    MOST,
  ],
  offset: [parameter('offset'), ...SIZE, MOST],
  cursor: [parameter('cursor'), path('next cursor'), ...SIZE, MOST],
  next_url: [path('URL of the next page'), MOST],
  link: [MOST],
};

/** How the rest of the people is asked for. */
export const pagingGroup = (chosen: string): Group => ({
  id: 'paging',
  legend: 'Pages',
  settings: [
    { name: 'paging.type', label: 'Paging', as: 'choice', options: STYLES, switches: 'group' },
    ...(NEEDS[chosen] ?? []),
  ],
});
