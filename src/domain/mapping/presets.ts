import type { StandardKey } from '../user/attributes.ts';

interface Preset {
  key: string;
  label: string;
  expressions: Partial<Record<StandardKey, string>>;
}

const ENTERPRISE = '"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"';

export const PRESETS: readonly Preset[] = [
  {
    key: 'workday',
    label: 'Workday report',
    expressions: {
      full_name: "join(' ', [Preferred_First_Name, Preferred_Last_Name][?@])",
      email: "Emails_group[?Type=='Work'].Email | [0]",
      picture_url: 'Photo_URL',
      employee_id: 'Employee_ID',
      hire_date: 'Hire_Date',
      termination_date: 'Termination_Date',
      status: 'Status',
      department: 'Department',
      title: 'Job_group[0].Title',
      location: 'Location',
      manager: 'Manager_Employee_ID',
    },
  },
  {
    key: 'scim',
    label: 'SCIM',
    expressions: {
      full_name: "coalesce(displayName, name.formatted, join(' ', [name.givenName, name.familyName][?@]))",
      email: 'coalesce(emails[?primary].value | [0], emails[0].value, userName)',
      picture_url: "photos[?type=='photo'].value | [0]",
      employee_id: `coalesce(${ENTERPRISE}.employeeNumber, externalId)`,
      status: 'active',
      department: `${ENTERPRISE}.department`,
      title: 'title',
      location: "addresses[?type=='work'].locality | [0]",
    },
  },
  {
    key: 'csv',
    label: 'CSV file with our header',
    expressions: {
      full_name: 'Full Name',
      email: 'Email',
      picture_url: 'Picture URL',
      employee_id: 'Employee ID',
      hire_date: 'Hire Date',
      termination_date: 'Termination Date',
      department: 'Department',
      title: 'Title',
      location: 'Location',
      manager: 'Manager’s email',
    },
  },
  {
    key: 'json',
    label: 'Plain JSON',
    expressions: {
      full_name: "coalesce(full_name, name, join(' ', [first_name, last_name][?@]))",
      email: 'email',
      picture_url: 'picture_url',
      employee_id: 'coalesce(employee_id, id)',
      hire_date: 'hire_date',
      termination_date: 'termination_date',
      status: 'status',
      department: 'department',
      title: 'title',
      location: 'location',
      manager: 'coalesce(manager_email, manager_id)',
    },
  },
];
