export const SOURCE_KINDS = ['workday', 'http-api', 'csv-sftp', 'custom', 'scim'] as const;
export type SourceKind = (typeof SOURCE_KINDS)[number];
export const SOURCE_NAMES: Record<SourceKind, string> = {
  workday: 'Workday',
  'http-api': 'HTTP API',
  'csv-sftp': 'CSV over SFTP',
  custom: 'Custom integration',
  scim: 'SCIM',
};
