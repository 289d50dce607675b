import type { AdminRole } from '../../store/auth/tables.ts';
import type { IconName } from './icons.tsx';

export type SectionKey = 'syncs' | 'users' | 'settings';

interface Section {
  key: SectionKey;
  label: string;
  icon: IconName;
  roles: AdminRole[];
}

/** A key is the second segment of the URL. */
const SECTIONS: Section[] = [
  { key: 'syncs', label: 'Syncs', icon: 'syncs', roles: ['admin'] },
  { key: 'users', label: 'Users', icon: 'users', roles: ['admin', 'viewer'] },
  { key: 'settings', label: 'Settings', icon: 'settings', roles: ['admin'] },
];

export const sectionsFor = (role: AdminRole): Section[] => SECTIONS.filter((section) => section.roles.includes(role));

export const homeUrl = (slug: string, role: AdminRole): string => `/${slug}/${sectionsFor(role)[0]?.key ?? 'users'}`;
