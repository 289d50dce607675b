import { mapping } from '../tools/hr/mapping.ts';

/** Of a list of groups the value of one key, in the group that a type names or in the first. */
const valueInGroup = (list: unknown, key: string, type?: string): unknown => {
  const groups: Record<string, unknown>[] = Array.isArray(list) ? list : [];
  return groups.find((group) => type === undefined || group.Type === type)?.[key];
};

/** A person of the report as a row of 25 columns; lists of groups are flattened. */
const COLUMNS: Record<string, (entry: Record<string, unknown>) => unknown> = {
  'Employee ID': (entry) => entry.Employee_ID,
  'Full Name': (entry) => `${entry.Preferred_First_Name} ${entry.Preferred_Last_Name}`,
  Email: (entry) => valueInGroup(entry.Emails_group, 'Email', 'Work'),
  'Home Email': (entry) => valueInGroup(entry.Emails_group, 'Email', 'Home'),
  Phone: (entry) => valueInGroup(entry.Phones_group, 'Number', 'Work'),
  'Picture URL': (entry) => entry.Photo_URL,
  Status: (entry) => entry.Status,
  'Worker Type': (entry) => entry.Worker_Type,
  Contingent: (entry) => entry.Is_Contingent,
  'Hire Date': (entry) => String(entry.Hire_Date ?? '').slice(0, 10),
  'Termination Date': (entry) => entry.Termination_Date,
  Title: (entry) => valueInGroup(entry.Job_group, 'Title'),
  Level: (entry) => valueInGroup(entry.Job_group, 'Level'),
  'Job Profile': (entry) => valueInGroup(entry.Job_group, 'Job_Profile'),
  'Job Family': (entry) => valueInGroup(entry.Job_group, 'Job_Family'),
  'Time Type': (entry) => valueInGroup(entry.Job_group, 'Time_Type'),
  FTE: (entry) => valueInGroup(entry.Job_group, 'FTE'),
  Department: (entry) => entry.Department,
  Company: (entry) => entry.Company,
  'Cost Center': (entry) => entry.Cost_Center,
  Organization: (entry) => entry.Supervisory_Organization,
  Location: (entry) => entry.Location,
  Country: (entry) => valueInGroup(entry.Location_group, 'Country'),
  'Manager’s email': () => '',
  Notes: (entry) => entry.Notes,
};

export const CSV_HEADER = Object.keys(COLUMNS);

const quoteCsvValue = (value: unknown): string => {
  const text = String(value ?? '');
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};

export const csvRowOf = (entry: Record<string, unknown>): string =>
  Object.values(COLUMNS)
    .map((value) => quoteCsvValue(value(entry)))
    .join(',');

const clearing = (expression: string) => ({ expression, null_policy: 'clear' as const });

/** The demo's mapping for such rows. */
export const csvMapping = {
  ...mapping,
  standard: {
    full_name: clearing('Full Name'),
    email: clearing('Email'),
    picture_url: clearing('Picture URL'),
    employee_id: clearing('Employee ID'),
    hire_date: clearing('Hire Date'),
    termination_date: clearing('Termination Date'),
    status: { ...clearing('Status'), values: mapping.standard.status.values },
    department: clearing('Department'),
    title: clearing('Title'),
    location: clearing('Location'),
    manager: clearing('Manager’s email'),
  },
  custom: [{ key: 'cost_center', type: 'text', ...clearing('Cost Center'), export: true }],
  restricted_role: { expression: 'Contingent' },
} as const;
