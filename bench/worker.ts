import { drizzle } from 'drizzle-orm/d1';
import { parseNaively, syncNaively } from './naive.ts';

interface BenchEnv {
  DB: D1Database;
}

/** What the product is measured against, in the same runtime. */
export default {
  async fetch(request: Request, env: BenchEnv): Promise<Response> {
    const url = new URL(request.url);
    if (url.pathname === '/parse') {
      // Y: what any program must do at least to look at these people.
      const document: { Report_Entry: unknown[] } = JSON.parse(await request.text());
      return Response.json({ records: document.Report_Entry.length });
    }
    const feed = url.searchParams.get('feed');
    if (!feed) return new Response('feed?', { status: 400 });
    const document = parseNaively(await (await fetch(feed)).text());
    const counts = await syncNaively(drizzle(env.DB), document, Number(url.searchParams.get('sync')));
    return Response.json(counts);
  },
};
