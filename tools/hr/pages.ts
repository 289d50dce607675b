import { FAULTS } from './faults.ts';
import { FILE_FAULTS } from './sftp/files.ts';
import { headcount, type World } from './world.ts';

const page = (title: string, body: string): string =>
  `<!doctype html><html lang="en"><meta charset="utf-8"><title>${title}</title>` +
  `<style>body{font:16px/1.5 system-ui;max-width:46rem;margin:2rem auto;padding:0 1rem}td{padding:.2rem 1rem .2rem 0;vertical-align:top}</style>` +
  `<h1>${title}</h1>${body}</html>`;

/** What a single sign-on puts in the way of a program that has lost its session. */
export const signInPage = page(
  'Sign in to Northwind HR',
  '<form><label>User name <input name="user"></label> <label>Password <input type="password" name="password"></label> <button>Sign in</button></form>',
);

export const xmlReport =
  '<?xml version="1.0" encoding="UTF-8"?>\n<wd:Report_Data xmlns:wd="urn:com.workday.report/People"><wd:Report_Entry>' +
  '<wd:Employee_ID>E100001</wd:Employee_ID></wd:Report_Entry></wd:Report_Data>';

export interface SftpAddress {
  port: number;
  fingerprint: string;
}

function sftpSection({ port, fingerprint }: SftpAddress): string {
  const faults = Object.entries(FILE_FAULTS).map(([name, what]) => `<tr><td>${name}</td><td>${what}</td></tr>`);
  return `<h2>Files over SFTP</h2>
<p>Host <code>127.0.0.1</code>, port <code>${port}</code>, user <code>hr</code> with the password <code>hr-secret</code>, or <code>key-holder</code> with any key.
Host key <code>${fingerprint}</code>. The file is <code>reports/people_report_{YYYY-MM-DD}.csv</code>, of today in UTC; in another folder than <code>reports</code> something is wrong with it:</p>
<table>${faults.join('')}</table>`;
}

/** The first page: what there is, and what can be made to go wrong. */
export function indexPage(world: World, sftp: SftpAddress | null): string {
  const same = `people=${world.people}&amp;seed=${world.seed}&amp;churn=${world.churn}`;
  const faults = Object.entries(FAULTS).map(
    ([name, what]) => `<tr><td><a href="/report?${same}&amp;fault=${name}">${name}</a></td><td>${what}</td></tr>`,
  );
  return page(
    'Northwind HR (a fake)',
    `<p>${headcount(world)} people (started with ${world.people}, seed ${world.seed}, ${world.churn} steps of churn).</p>
<ul><li><a href="/report?${same}">/report</a>: everybody, as a Workday report (Basic)</li>
<li><a href="/person?${same}&amp;employee_id=E100001">/person?employee_id=E100001</a> or <code>?email=</code>: one person (Basic)</li>
<li><code>/api/people</code>, <code>/api/person?employee_id=</code>: the same for programs (Bearer, or the same token as <code>x-api-key</code>)</li>
<li><code>format=csv</code> and <code>format=ndjson</code> for both; <code>/api/pages?style=page|offset|cursor|next_url|link&amp;size=</code>: in pages</li>
<li><code>/oauth/token</code>: access tokens, by client credentials or refresh token (hr-client, hr-client-secret, hr-refresh)</li>
<li><code>/signed/…</code>: an API as no standard has it, for a custom integration: requests signed with hr-key and hr-signing-key, a session, people in pages of departments</li></ul>
<p>The next step of its history: <a href="/?people=${world.people}&amp;seed=${world.seed}&amp;churn=${world.churn + 1}">churn=${world.churn + 1}</a>.</p>
<h2>Faults</h2><table>${faults.join('')}</table>${sftp ? sftpSection(sftp) : ''}`,
  );
}
