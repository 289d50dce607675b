import { beforeEach, describe, expect, test } from 'vitest';
import { deliver, Post } from './post.ts';
import { countsOf, people, person, Road } from './road.ts';

let road: Road;
let post: Post;
beforeEach(async () => {
  road = await Road.open();
  post = await Post.hold(road.store.tenant.id);
});

/** Starts a sync of these people and downloads them: two chunks or more wait to be planned. */
async function fetched(feed: object[]): Promise<number> {
  await road.serve(JSON.stringify(feed));
  const started = await road.start();
  if (!started.ok) throw new Error(started.fault.message);
  await post.pass('fetch');
  return started.value.id;
}

describe('messages that come twice', () => {
  test('every one of them, twice at once', async () => {
    const feed = [...people(1500), person(1, { email: 'again@acme.example', main: true, hired: '2021-01-01' })];
    const id = await fetched(feed);
    for (let job = post.jobs.shift(); job; job = post.jobs.shift()) {
      await deliver([job, job]);
      await deliver([job]);
    }
    const sync = await road.ended(id);
    expect(sync.state).toBe('completed');
    expect(countsOf(sync)).toEqual({ created: 1500, skipped: 1 });
    const users = await road.users();
    expect(users.size).toBe(1500);
    expect([...users.values()].every((user) => user.version === 1)).toBe(true);
    expect((await road.records(sync)).length).toBe(1501);
  });
});
