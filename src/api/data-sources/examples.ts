/** Bodies of PUT, for the description. */
export const EXAMPLES = {
  workday: {
    value: {
      enabled: true,
      all_people_url: 'https://hr.example/ccx/service/customreport2/acme/people?format=json',
      single_person_url: 'https://hr.example/ccx/service/customreport2/acme/person?format=json&id={employee_id}',
      format: 'json',
      auth: { type: 'basic', username: 'rollcall', password: '…' },
    },
  },
  'http-api': {
    value: {
      enabled: true,
      url: 'https://people.example/v2/employees',
      method: 'GET',
      headers: { 'x-api-key': '…' },
      format: 'json',
      records: 'data.people',
      single_person_url: null,
      auth: { type: 'bearer', token: '…' },
      paging: { type: 'none' },
      total: 'meta.total',
    },
  },
  'csv-sftp': {
    value: {
      enabled: true,
      host: 'sftp.example.com',
      port: 22,
      username: 'rollcall',
      auth: { type: 'generated_key' },
      host_key: 'SHA256:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU',
      path: 'uploads/hr_reports/people_report_{YYYY-MM-DD}.csv',
      csv_delimiter: 'auto',
      csv_quotes: 'doubled',
    },
  },
  'csv-sftp, upload only': { value: { enabled: true, host: null } },
  custom: {
    value: {
      enabled: true,
      wrapper: 'northwind',
      options: { url: 'https://hr.example/signed', key_id: 'hr-key' },
      secrets: { signing_key: '…' },
    },
  },
};
