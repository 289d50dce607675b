import { env } from 'cloudflare:workers';
import { cancelSync } from '../../../src/app/syncs/stop-sync.ts';
import { describeFault } from '../../../src/domain/shared/fault.ts';
import { inside, Post } from './post.ts';
import { type Person, Road } from './road.ts';

/** A road whose messages wait until the test delivers them. */
export class HeldRoad {
  readonly road: Road;
  readonly post: Post;
  readonly tenant: number;

  constructor(road: Road, post: Post) {
    this.road = road;
    this.post = post;
    this.tenant = road.store.tenant.id;
  }

  static async open(): Promise<HeldRoad> {
    const road = await Road.open();
    return new HeldRoad(road, await Post.hold(road.store.tenant.id));
  }

  async begin(feed: Person[], persist = true): Promise<number> {
    await this.road.serve(JSON.stringify(feed));
    const started = await this.road.start({ persist });
    if (!started.ok) throw new Error(describeFault(started.fault));
    return started.value.id;
  }

  /** Starts a sync of these people and downloads them: their chunks wait to be planned. */
  async fetched(feed: Person[], persist = true): Promise<number> {
    const id = await this.begin(feed, persist);
    await this.post.pass('fetch');
    return id;
  }

  watch = (after: number) => inside(this.tenant, (one) => one.watch(Date.now() + after));
  cancel = (id: number) => cancelSync(env, this.road.store.tenant, id, 'ada@acme.example');

  get = async (id: number) => {
    const sync = await this.road.store.syncs.get(id);
    if (!sync) throw new Error(`No sync ${id}`);
    return sync;
  };
}
