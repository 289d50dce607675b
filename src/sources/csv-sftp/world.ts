import type { HttpWorld } from '../../lib/http/world.ts';
import { worldOf } from '../feed.ts';
import type { Exchange, RecordSink, SourceContext } from '../source.ts';

/** What a session may use of the world around it. */
export interface SshWorld extends Omit<HttpWorld, 'log'> {
  log(exchange: Exchange): void;
}

/** The world of a sync that goes on for as long as its sink says. */
export const sshWorldOf = (context: SourceContext, sink: Pick<RecordSink, 'ready'>): SshWorld => ({
  ...worldOf(context, () => sink.ready()),
  log: (exchange) => context.log(exchange),
});
