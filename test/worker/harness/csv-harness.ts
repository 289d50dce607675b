import { inject } from 'vitest';
import { mappingSchema } from '../../../src/domain/mapping/mapping.ts';
import { SyncHarness } from './sync-harness.ts';
import { newTenant } from './tenant.ts';

/** A mapping of the columns of `peopleFile`. */
export const CSV_MAPPING = {
  standard: {
    full_name: { expression: 'Full Name' },
    email: { expression: 'Email' },
    employee_id: { expression: 'Employee ID' },
    title: { expression: 'Title' },
    department: { expression: 'Department' },
    hire_date: { expression: 'Hire Date' },
    termination_date: { expression: 'Termination Date' },
    manager: { expression: "Manager's email" },
  },
  custom: [{ key: 'cost_center', type: 'text', expression: 'Cost Center' }],
};

const HEADER =
  'Full Name,Email,Employee ID,Department,Title,Hire Date,Manager’s email,Picture URL,Location,Termination Date,Cost Center';

/** A CSV file of people by number. @param title of everybody */
export const peopleFile = (numbers: readonly number[], title = 'Engineer'): string =>
  [
    HEADER,
    ...numbers.map(
      (n) => `Person ${n},p${n}@acme.example,E${n},R&D,${title},2020-01-01,p1@acme.example,,Oslo,,CC-${n}`,
    ),
    '',
  ].join('\n');

export const numbersTo = (count: number): number[] => Array.from({ length: count }, (_, index) => index + 1);

/** Settings of CSV over SFTP that the tests' SFTP server accepts. */
export const sftpSettings = (more: object = {}) => ({
  host: '127.0.0.1',
  port: inject('sftp').port,
  username: 'hr',
  auth: { type: 'password', password: 'hr-secret' },
  host_key: inject('sftp').hostKey,
  path: 'reports/people_report_{YYYY-MM-DD}.csv',
  ...more,
});

/** A tenant whose data source is a CSV file of its own on the SFTP server. */
export class CsvSyncHarness extends SyncHarness {
  readonly path = `${crypto.randomUUID()}/people.csv`;

  static async openCsv(settings?: object): Promise<CsvSyncHarness> {
    const store = await newTenant('csv');
    const harness = new CsvSyncHarness(store, '');
    await harness.saveMapping(CSV_MAPPING, 0);
    await harness.saveSource(settings ?? sftpSettings({ path: harness.path }), 'csv-sftp');
    return harness;
  }

  async saveMapping(body: object, base: number): Promise<void> {
    const version = {
      source: 'csv-sftp',
      body: mappingSchema.parse(body),
      note: null,
      createdBy: 'test',
      createdAt: Date.now(),
    };
    await this.store.mappings.save(version, [], base);
  }

  /** Uploads the file that the data source reads. */
  override async serveFeed(body: BodyInit): Promise<void> {
    await fetch(`${inject('sftp').files}/${this.path}`, { method: 'PUT', body });
  }
}
