import type { Child, FC } from 'hono/jsx';

/** Both halves of the page, one shown at a time: the fragment of the address says which, also without script. */
export const IntegrationsPage: FC<{ people: Child; dataSources: Child }> = ({ people, dataSources }) => (
  <div class="settings">
    <nav class="settings-nav" aria-label="Integrations">
      <a class="settings-people" href="#people">
        People
      </a>
      <a class="settings-data-sources" href="#data-sources">
        Data sources
      </a>
    </nav>
    {/* The one shown without a fragment stands last: CSS looks ahead only. */}
    <section class="settings-part" id="data-sources" aria-labelledby="data-sources-title">
      <h2 id="data-sources-title">Data sources</h2>
      {dataSources}
    </section>
    <section class="settings-part" id="people" aria-labelledby="people-title">
      <h2 id="people-title">People</h2>
      {people}
    </section>
  </div>
);
