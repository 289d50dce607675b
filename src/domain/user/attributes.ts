import { z } from 'zod';

/** Dates are ISO `YYYY-MM-DD` text. */
export const attributeValueSchema = z.union([z.string(), z.number(), z.boolean(), z.array(z.string())]);
export type AttributeValue = z.output<typeof attributeValueSchema>;

/** An attribute without a value has no key here. */
export type Attributes = Record<string, AttributeValue>;

export const ATTRIBUTE_TYPES = ['text', 'number', 'boolean', 'date', 'list'] as const;
export type AttributeType = (typeof ATTRIBUTE_TYPES)[number];

/** In the order in which every page shows them. */
export const STANDARD_ATTRIBUTES = [
  { key: 'full_name', label: 'Full name', type: 'text', required: true },
  { key: 'email', label: 'Email', type: 'text', required: true },
  { key: 'picture_url', label: 'Picture URL', type: 'text', required: false },
  { key: 'employee_id', label: 'Employee ID', type: 'text', required: false },
  { key: 'hire_date', label: 'Hire date', type: 'date', required: false },
  { key: 'termination_date', label: 'Termination date', type: 'date', required: false },
  { key: 'status', label: 'Status', type: 'text', required: false },
  { key: 'department', label: 'Department', type: 'text', required: false },
  { key: 'title', label: 'Title', type: 'text', required: false },
  { key: 'location', label: 'Location', type: 'text', required: false },
  { key: 'manager', label: 'Manager', type: 'text', required: false },
] as const satisfies readonly { key: string; label: string; type: AttributeType; required: boolean }[];

export type StandardKey = (typeof STANDARD_ATTRIBUTES)[number]['key'];

/** As a data source has it: `active` and `on_leave` people have access; `terminated` people do not. */
export const EMPLOYMENT_STATUSES = ['active', 'on_leave', 'terminated'] as const;
export type EmploymentStatus = (typeof EMPLOYMENT_STATUSES)[number];

/** Whether a user has access. */
export const USER_STATES = ['active', 'terminated'] as const;
export type UserState = (typeof USER_STATES)[number];

export const USER_ROLES = ['regular', 'restricted'] as const;
export type UserRole = (typeof USER_ROLES)[number];

const LABELS = new Map<string, string>(STANDARD_ATTRIBUTES.map(({ key, label }) => [key, label]));

export const attributeLabel = (key: string): string =>
  LABELS.get(key) ?? `${key.charAt(0).toUpperCase()}${key.slice(1).replaceAll('_', ' ')}`;
