import { drizzle } from 'drizzle-orm/d1';
import { CsvSplitter } from '../src/lib/csv-split/csv-splitter.ts';
import { parseNaively, syncNaively } from './naive.ts';

interface BenchEnv {
  DB: D1Database;
}

/** What the product is measured against, in the same runtime. */
export default {
  async fetch(request: Request, env: BenchEnv): Promise<Response> {
    const url = new URL(request.url);
    const feed = url.searchParams.get('feed');
    if (!feed) return new Response('feed?', { status: 400 });
    if (url.pathname === '/parse') {
      // Y: what any program must do at least to look at these people, from the first byte to the last object.
      const start = performance.now();
      const document: { Report_Entry: unknown[] } = JSON.parse(await (await fetch(feed)).text());
      return Response.json({ records: document.Report_Entry.length, ms: performance.now() - start });
    }
    if (url.pathname === '/csv') {
      const splitter = new CsvSplitter(() => {});
      for await (const block of (await fetch(feed)).body ?? []) splitter.push(block);
      const end = splitter.end();
      return end.ok ? Response.json({ ...end.value, columns: end.value.columns.length }) : Response.json(end.fault);
    }
    const document = parseNaively(await (await fetch(feed)).text());
    const counts = await syncNaively(drizzle(env.DB), document, Number(url.searchParams.get('sync')));
    return Response.json(counts);
  },
};
