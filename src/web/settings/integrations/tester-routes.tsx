import { type Context, Hono } from 'hono';
import { readFillRates } from '../../../app/mapping/fill-rates.ts';
import { pinCase, unpinCase } from '../../../app/mapping/pin-case.ts';
import { surveySnapshot } from '../../../app/mapping/survey-snapshot.ts';
import type { TenantEnv } from '../../../auth/actor.ts';
import { describeFault, type Fault } from '../../../domain/shared/fault.ts';
import type { SourceKind } from '../../../domain/shared/source-kinds.ts';
import { faultStatus } from '../../frame/errors.tsx';
import { sourceLabel } from '../../frame/labels.ts';
import { isFragmentRequest, renderFragment, renderPage } from '../../frame/render.tsx';
import { buildUrl } from '../../frame/urls.ts';
import { MappingEditor } from '../mapping/editor.tsx';
import { customAttributes, expressionFieldNames, mappingBody, parseMappingForm } from '../mapping/fields.ts';
import { applyPresetOrSuggestion } from '../mapping/form-actions.ts';
import type { FormFields } from '../shared/form-fields.ts';
import { withPostedSource, withSource } from '../shared/source-kind.ts';
import { integrationsUrl } from '../shared/urls.ts';
import { FillRatePartials, FillRateTable } from '../tester/fill-rates.tsx';
import { editorCompletions, FunctionsReference } from '../tester/functions.tsx';
import { PinnedCases } from '../tester/panel.tsx';
import { TesterPerson } from '../tester/person.tsx';
import { parseTesterRequest, readTesterPerson, trialTarget, tryExpressions } from '../tester/read.ts';
import { ResultPartials } from '../tester/results.tsx';
import { Suggestions } from '../tester/suggestions.tsx';
import { showIntegrations } from './page.tsx';
import { blankMappingView } from './read.ts';

/** Responses keep what the form contains, and save none of it. */
export const testerPages = new Hono<TenantEnv>();

const peopleUrl = (c: Context<TenantEnv>, query: Record<string, string | number> = {}): string =>
  `${buildUrl(integrationsUrl(c), query)}#people`;

// Reloading the response to a form shows the page.
testerPages.get('/try', (c) => c.redirect(peopleUrl(c), 303));
testerPages.get('/cases', (c) => c.redirect(peopleUrl(c), 303));

testerPages.post(
  '/try',
  withPostedSource(async (c, source, fields) => {
    const request = parseTesterRequest(fields);
    const form = applyPresetOrSuggestion(parseMappingForm(fields));
    if (!isFragmentRequest(c)) return showIntegrations(c, { source, mapping: { form }, tester: request });
    if (fields.preset !== undefined) {
      const version = await c.var.store.mappings.current(source);
      return renderFragment(c, <MappingEditor {...blankMappingView(c, source)} version={version} form={form} />);
    }
    const person = await readTesterPerson(c, source, { ...request, q: null }, true);
    const view = { ...person, ...(await tryExpressions(c, mappingBody(form), person.subject)) };
    return renderFragment(c, <ResultPartials view={view} names={expressionFieldNames(form)} shown={request.shown} />);
  }),
);

testerPages.get(
  '/try/person',
  withSource(async (c, source) => {
    if (!isFragmentRequest(c)) return c.redirect(peopleUrl(c, c.req.query()), 303);
    const person = await readTesterPerson(c, source, parseTesterRequest(c.req.query()));
    return renderFragment(c, <TesterPerson {...person} swapped />);
  }),
);

testerPages.get(
  '/try/suggestions',
  withSource(async (c, source) => {
    if (!isFragmentRequest(c)) return c.redirect(peopleUrl(c, { source, suggest: 1 }), 303);
    const survey = await surveySnapshot(c.var.store, source);
    return renderFragment(c, <Suggestions survey={survey} tryUrl={`${integrationsUrl(c)}/try`} />);
  }),
);

testerPages.get(
  '/try/words',
  withSource(async (c, source) => c.json(editorCompletions(await surveySnapshot(c.var.store, source)))),
);

testerPages.get(
  '/try/fill',
  withSource(async (c, source) => {
    const rates = await readFillRates(c.env, c.var.store.tenant, source);
    if (!isFragmentRequest(c)) {
      const page = { title: 'How full attributes are', section: 'settings', context: sourceLabel(source) } as const;
      const noRates = <p class="muted">There is no mapping, or no complete snapshot of this data source yet.</p>;
      return renderPage(c, page, rates ? <FillRateTable rates={rates} /> : noRates);
    }
    if (!rates) return c.body(null, 204);
    const custom = customAttributes(parseMappingForm(c.req.query())).map(({ key }) => key);
    return renderFragment(c, <FillRatePartials rates={rates} custom={custom} />);
  }),
);

testerPages.get('/try/functions', (c) => {
  if (isFragmentRequest(c)) return renderFragment(c, <FunctionsReference />);
  const page = { title: 'Functions', section: 'settings', context: 'What an expression may call.' } as const;
  return renderPage(c, page, <FunctionsReference open />);
});

testerPages.post(
  '/cases',
  withPostedSource(async (c, source, fields) => {
    const subject = trialTarget(parseTesterRequest(fields));
    const pinned = await pinCase(c.env, c.var.store.tenant, source, subject, null, c.var.actor.label);
    return showCases(c, source, fields, pinned.ok ? null : pinned.fault);
  }),
);

testerPages.post(
  '/cases/:id/remove',
  withPostedSource(async (c, source, fields) => {
    // A person whom another admin has unpinned meanwhile is unpinned as well: no error.
    await unpinCase(c.env, c.var.store.tenant, Number(c.req.param('id')) || 0);
    return showCases(c, source, fields, null);
  }),
);

async function showCases(c: Context<TenantEnv>, source: SourceKind, fields: FormFields, fault: Fault | null) {
  const problem = fault && describeFault(fault);
  const status = fault ? faultStatus(fault.code) : 200;
  if (!isFragmentRequest(c)) {
    const tester = parseTesterRequest(fields);
    return showIntegrations(
      c,
      { source, mapping: { form: parseMappingForm(fields) }, tester, casesProblem: problem },
      status,
    );
  }
  const cases = await c.var.store.mappingCases.list(source);
  return renderFragment(c, <PinnedCases baseUrl={integrationsUrl(c)} cases={cases} problem={problem} />, status);
}
