import { authGroup } from './common-fields.ts';
import type { SourceForm } from './fields.ts';

export const workdayForm: SourceForm = {
  toggle: 'Enable Workday integration',
  initial: { format: 'json', 'auth.type': 'basic', 'auth.client_auth': 'header' },
  groups: (values) => [
    {
      id: 'report',
      legend: 'Report',
      fields: [
        {
          name: 'all_people_url',
          label: 'Workday URL (all people)',
          input: 'url',
          required: true,
          hint: 'The URL of the report as a web service. It says format=json, or format=csv.',
        },
        {
          name: 'single_person_url',
          label: 'Workday URL (single person)',
          input: 'text',
          whenEmpty: 'null',
          hint: 'Optional. The same report for one person, with {employee_id} or {email} where the key goes.',
        },
        {
          name: 'format',
          label: 'Format of the report',
          input: 'choice',
          options: [
            ['json', 'JSON'],
            ['csv', 'CSV'],
          ],
        },
      ],
    },
    authGroup(['basic', 'oauth2_refresh'], values('auth.type')),
  ],
};
