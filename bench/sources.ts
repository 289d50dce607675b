import { spawn } from 'node:child_process';
import { resolve } from 'node:path';
import type { SourceKind } from '../src/domain/shared/source-kinds.ts';
import { mapping } from '../tools/hr/mapping.ts';
import { freePort } from '../tools/start/local-server.ts';
import { csvMapping } from './csv-rows.ts';

/** Where a fake HR system of so many people is. */
export interface HrAddress {
  url: string;
  sftpPort: number;
  fingerprint: string;
}

/** Starts the fake HR system in a process of its own, for data sources that are more than one URL. */
export async function startHrProcess(people: number): Promise<{ address: HrAddress; stop: () => void }> {
  const [port, sftpPort] = [await freePort(0), await freePort(0)];
  const options = ['--port', String(port), '--sftp-port', String(sftpPort), '--people', String(people)];
  const main = resolve(import.meta.dirname, '../tools/hr/main.ts');
  const child = spawn(process.execPath, ['--max-old-space-size=4096', main, ...options], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  for await (const block of child.stdout) {
    output += block;
    const fingerprint = /\((SHA256:[^)]+)\)/.exec(output)?.[1];
    if (fingerprint === undefined || !output.includes('The fake HR system is at')) continue;
    return { address: { url: `http://127.0.0.1:${port}`, sftpPort, fingerprint }, stop: () => void child.kill() };
  }
  throw new Error(`The fake HR system did not start: ${output}`);
}

/** One way of delivering everybody: the body of `PUT /data-sources/{kind}`, and the mapping that reads it. */
export interface Delivery {
  kind: SourceKind;
  body: object;
  mapping: object;
  /** Where the feed is made beforehand; none where the data source is no URL. */
  prepare?: string;
}

const basic = { type: 'basic', username: 'hr', password: 'hr-secret' };

/** Those that bench/feed.ts serves. @param feed its address */
export function feedDeliveries(feed: string, people: number): Record<string, Delivery> {
  const report = `${feed}/report?people=${people}`;
  const workday = (format: 'json' | 'csv'): Delivery => {
    const url = `${report}&format=${format}`;
    const body = { enabled: true, all_people_url: url, format, auth: basic };
    return { kind: 'workday', body, mapping: format === 'csv' ? csvMapping : mapping, prepare: `${url}&prepare` };
  };
  const http = (url: string, more: object, by: object = mapping): Delivery => ({
    kind: 'http-api',
    body: { enabled: true, url, auth: { type: 'none' }, ...more },
    mapping: by,
    prepare: `${url}&prepare`,
  });
  return {
    'workday json': workday('json'),
    'workday csv': workday('csv'),
    'http-api json': http(report, { records: 'Report_Entry' }),
    'http-api ndjson': http(`${report}&format=ndjson`, { format: 'ndjson' }),
    'http-api csv': http(`${report}&format=csv`, { format: 'csv' }, csvMapping),
    'http-api by page': http(`${report}&size=1000`, {
      records: 'Report_Entry',
      total: 'total',
      paging: { type: 'page', size_parameter: 'size', size: 1000 },
    }),
    'http-api by cursor': http(`${report}&size=1000`, {
      records: 'Report_Entry',
      total: 'total',
      paging: { type: 'cursor', path: 'next' },
    }),
  };
}

/** Those that the fake HR system serves. */
export function hrDeliveries({ url, sftpPort, fingerprint }: HrAddress): Record<string, Delivery> {
  const wrapped = (wrapper: string): Delivery => ({
    kind: 'custom',
    body: {
      enabled: true,
      wrapper,
      options: { key_id: 'hr-key', url: `${url}/signed?size=1000` },
      secrets: { signing_key: 'hr-signing-key' },
    },
    mapping,
  });
  return {
    'csv-sftp': {
      kind: 'csv-sftp',
      body: {
        enabled: true,
        host: '127.0.0.1',
        port: sftpPort,
        username: 'hr',
        auth: { type: 'password', password: 'hr-secret' },
        host_key: fingerprint,
        path: 'reports/people_report_{YYYY-MM-DD}.csv',
      },
      mapping: csvMapping,
    },
    'custom module': wrapped('northwind'),
    'custom Worker': wrapped('northwind-worker'),
  };
}

const NOWHERE: HrAddress = { url: 'http://hr.invalid', sftpPort: 22, fingerprint: '' };

/** The names of all of them. */
export const DELIVERIES = [...Object.keys(feedDeliveries('', 0)), ...Object.keys(hrDeliveries(NOWHERE))];
