import type { SourceForm } from './fields.ts';
import { httpApiForm } from './http-api.ts';
import { workdayForm } from './workday.ts';

const FORMS: Record<string, SourceForm> = { workday: workdayForm, 'http-api': httpApiForm };

/** The form of a kind of data source, or null for one that cannot be set up here. */
export const formOf = (kind: string): SourceForm | null => (Object.hasOwn(FORMS, kind) ? (FORMS[kind] ?? null) : null);
