import type { FC, PropsWithChildren } from 'hono/jsx';
import { MAX_CASES } from '../../../domain/mapping/cases.ts';
import { MAX_PASTED_BYTES } from '../../../domain/mapping/payload.ts';
import type { MappingCase } from '../../../store/mapping/reader.ts';
import { Icon } from '../../frame/icons.tsx';
import { buildUrl } from '../../frame/urls.ts';
import { MAPPING_FORM_ID, TesterContext } from '../mapping/expression-row.tsx';
import { ErrorMessage, swapButtonProps } from '../shared/inputs.tsx';
import { TesterPerson } from './person.tsx';
import type { TesterView } from './read.ts';
import { TrialResultView } from './results.tsx';
import { Presets, Suggestions } from './suggestions.tsx';

export const TesterLayout: FC<PropsWithChildren<{ tester: TesterView }>> = ({ tester, children }) => {
  const { baseUrl, source, expressions } = tester;
  const results = new Map(
    tester.results.map((result) => [
      result.path,
      <TrialResultView result={result} text={expressions.get(result.path) ?? ''} />,
    ]),
  );
  return (
    <TesterContext.Provider value={{ tryUrl: `${baseUrl}/try`, results }}>
      <div class="with-tester" data-words={buildUrl(`${baseUrl}/try/words`, { source })}>
        <div class="tested">{children}</div>
        <TesterPanel {...tester} />
      </div>
      <script src="/assets/vendor/expression-editor.js" defer></script>
    </TesterContext.Provider>
  );
};

const TesterPanel: FC<TesterView> = (view) => {
  const { baseUrl, source, survey } = view;
  const tryUrl = `${baseUrl}/try`;
  return (
    <aside class="tester" id="tester" aria-labelledby="tester-title">
      {/* Evaluates every expression whenever one of them, or the person, changes. */}
      <div
        id="tester-live"
        hidden
        hx-post={tryUrl}
        hx-trigger="input delay:200ms from:#people target:.tried, change delay:200ms from:#people, expression:shown delay:50ms from:document"
        hx-include={`#${MAPPING_FORM_ID}, #tester`}
        hx-sync="this:replace"
        hx-swap="none"
      ></div>
      <div
        hidden
        hx-get={buildUrl(`${tryUrl}/fill`, { source })}
        hx-trigger="load, expression:shown delay:50ms from:document"
        hx-include="[name^='custom'][name$='.key']"
        hx-swap="none"
      ></div>
      <h3 id="tester-title">Try on a person</h3>
      <PersonSearch baseUrl={baseUrl} source={source} q={view.q} />
      <TesterPerson {...view} />
      <details class="tester-paste" open={view.pasted !== null}>
        <summary>Paste a payload</summary>
        <label class="field-hint" for="tester-payload">
          One JSON object, at most 64 KB. As long as it is here, it is tried instead of the person.
        </label>
        <textarea
          class="input input-code tried"
          id="tester-payload"
          name="payload"
          form={MAPPING_FORM_ID}
          rows={4}
          maxlength={MAX_PASTED_BYTES}
          spellcheck={false}
        >
          {view.pasted ?? ''}
        </textarea>
      </details>
      <PinnedCases baseUrl={baseUrl} cases={view.cases} problem={view.casesProblem} />
      <section class="tester-start" aria-labelledby="start-title">
        <h4 id="start-title">Starting points</h4>
        <button
          class="button button-small"
          id="suggest"
          type="submit"
          form={MAPPING_FORM_ID}
          formaction={tryUrl}
          name="suggest"
          value="1"
          hx-get={buildUrl(`${tryUrl}/suggestions`, { source })}
          hx-target="#suggestions"
        >
          Suggest from the last snapshot
        </button>
        <div id="suggestions">{survey !== undefined && <Suggestions survey={survey} tryUrl={tryUrl} />}</div>
        <Presets tryUrl={tryUrl} />
      </section>
      {/* Loaded later: it is a tenth of the page, and always the same. */}
      <a
        class="functions"
        href={`${tryUrl}/functions`}
        hx-get={`${tryUrl}/functions`}
        hx-trigger="load"
        hx-swap="outerHTML"
        hx-push-url="false"
      >
        Functions
      </a>
    </aside>
  );
};

const PersonSearch: FC<{ baseUrl: string; source: string; q: string | null }> = ({ baseUrl, source, q }) => (
  <form
    class="search tester-search"
    method="get"
    action={`${baseUrl}#people`}
    hx-get={`${baseUrl}/try/person`}
    hx-target="#tester-person"
    hx-swap="outerHTML"
  >
    <input type="hidden" name="source" value={source} />
    <Icon name="search" />
    <input
      class="input"
      type="search"
      name="q"
      value={q ?? ''}
      aria-label="Find a person in the last snapshot"
      placeholder="Name, e-mail or employee ID"
      maxlength={100}
    />
  </form>
);

interface PinnedCasesProps {
  baseUrl: string;
  cases: readonly MappingCase[];
  problem: string | null;
}

export const PinnedCases: FC<PinnedCasesProps> = ({ baseUrl, cases, problem }) => (
  <section class="cases" id="cases" aria-labelledby="cases-title">
    <h4 id="cases-title">
      Pinned people <span class="muted">{cases.length > 0 && `${cases.length} of ${MAX_CASES}`}</span>
    </h4>
    <p class="field-hint">Saving asks first when the mapping would make something else of one of them.</p>
    {problem !== null && <ErrorMessage role="alert">{problem}</ErrorMessage>}
    {cases.length > 0 && (
      <ul class="case-list">
        {cases.map(({ id, label }) => (
          <li>
            <span>{label}</span>
            <button
              class="icon-button"
              type="submit"
              form={MAPPING_FORM_ID}
              {...swapButtonProps(`${baseUrl}/cases/${id}/remove`, '#cases')}
              aria-label={`Unpin ${label}`}
              title={`Unpin ${label}`}
            >
              <Icon name="cross" />
            </button>
          </li>
        ))}
      </ul>
    )}
    <button
      class="button button-small"
      id="pin-case"
      type="submit"
      form={MAPPING_FORM_ID}
      hx-include="#tester"
      {...swapButtonProps(`${baseUrl}/cases`, '#cases')}
    >
      <Icon name="plus" />
      Pin this person
    </button>
  </section>
);
