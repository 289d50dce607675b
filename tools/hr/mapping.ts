/** The mapping recommended for the fake HR system, in the body form of `PUT /mapping`. */
export const mapping = {
  standard: {
    full_name: { expression: "join(' ', [Preferred_First_Name, Preferred_Last_Name])", null_policy: 'clear' },
    email: { expression: "Emails_group[?Type=='Work'].Email | [0]", null_policy: 'clear' },
    picture_url: { expression: 'Photo_URL', null_policy: 'keep' },
    employee_id: { expression: 'Employee_ID', null_policy: 'clear' },
    hire_date: { expression: 'Hire_Date', null_policy: 'clear' },
    termination_date: { expression: 'Termination_Date', null_policy: 'clear' },
    status: {
      expression: 'Status',
      null_policy: 'clear',
      values: { Active: 'active', 'On Leave': 'on_leave', Terminated: 'terminated' },
    },
    department: { expression: 'Department', null_policy: 'clear' },
    title: { expression: 'Job_group[0].Title', null_policy: 'clear' },
    location: { expression: 'Location', null_policy: 'clear' },
    manager: { expression: 'Manager_Employee_ID', null_policy: 'clear' },
  },
  custom: [
    { key: 'cost_center', type: 'text', expression: 'Cost_Center', null_policy: 'clear', export: true },
    { key: 'level', type: 'number', expression: 'Job_group[0].Level', null_policy: 'clear', export: true },
    { key: 'skills', type: 'list', expression: 'Skills_group[].Skill', null_policy: 'clear', export: true },
    {
      key: 'work_phone',
      type: 'text',
      expression: "Phones_group[?Type=='Work'].Number | [0]",
      null_policy: 'clear',
      export: false,
    },
  ],
  restricted_role: { expression: 'Is_Contingent' },
  include: null,
  primary_row: null,
} as const;
