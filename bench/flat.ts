import { mapping } from '../tools/hr/mapping.ts';

/** Of a list of groups the value of one key, in the group that a type names or in the first. */
const inGroup = (list: unknown, key: string, type?: string): unknown => {
  const groups: Record<string, unknown>[] = Array.isArray(list) ? list : [];
  return groups.find((group) => type === undefined || group.Type === type)?.[key];
};

/** A person of the report as a row of 25 columns; lists of groups are flattened. */
const COLUMNS: Record<string, (entry: Record<string, unknown>) => unknown> = {
  'Employee ID': (entry) => entry.Employee_ID,
  'Full Name': (entry) => `${entry.Preferred_First_Name} ${entry.Preferred_Last_Name}`,
  Email: (entry) => inGroup(entry.Emails_group, 'Email', 'Work'),
  'Home Email': (entry) => inGroup(entry.Emails_group, 'Email', 'Home'),
  Phone: (entry) => inGroup(entry.Phones_group, 'Number', 'Work'),
  'Picture URL': (entry) => entry.Photo_URL,
  Status: (entry) => entry.Status,
  'Worker Type': (entry) => entry.Worker_Type,
  Contingent: (entry) => entry.Is_Contingent,
  'Hire Date': (entry) => String(entry.Hire_Date ?? '').slice(0, 10),
  'Termination Date': (entry) => entry.Termination_Date,
  Title: (entry) => inGroup(entry.Job_group, 'Title'),
  Level: (entry) => inGroup(entry.Job_group, 'Level'),
  'Job Profile': (entry) => inGroup(entry.Job_group, 'Job_Profile'),
  'Job Family': (entry) => inGroup(entry.Job_group, 'Job_Family'),
  'Time Type': (entry) => inGroup(entry.Job_group, 'Time_Type'),
  FTE: (entry) => inGroup(entry.Job_group, 'FTE'),
  Department: (entry) => entry.Department,
  Company: (entry) => entry.Company,
  'Cost Center': (entry) => entry.Cost_Center,
  Organization: (entry) => entry.Supervisory_Organization,
  Location: (entry) => entry.Location,
  Country: (entry) => inGroup(entry.Location_group, 'Country'),
  'Manager’s email': () => '',
  Notes: (entry) => entry.Notes,
};

export const HEADER = Object.keys(COLUMNS);

const quoted = (value: unknown): string => {
  const text = String(value ?? '');
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};

export const rowOf = (entry: Record<string, unknown>): string =>
  Object.values(COLUMNS)
    .map((value) => quoted(value(entry)))
    .join(',');

const read = (expression: string) => ({ expression, null_policy: 'clear' as const });

/** The demo's mapping for such rows. */
export const flatMapping = {
  ...mapping,
  standard: {
    full_name: read('Full Name'),
    email: read('Email'),
    picture_url: read('Picture URL'),
    employee_id: read('Employee ID'),
    hire_date: read('Hire Date'),
    termination_date: read('Termination Date'),
    status: { ...read('Status'), values: mapping.standard.status.values },
    department: read('Department'),
    title: read('Title'),
    location: read('Location'),
    manager: read('Manager’s email'),
  },
  custom: [{ key: 'cost_center', type: 'text', ...read('Cost Center'), export: true }],
  restricted_role: { expression: 'Contingent' },
} as const;
