import type { Dispatcher } from 'undici';
import { HttpExchange } from '../../daraja/http/httpExchange';

const FAR_MS = 60_000;

function controller(): Dispatcher.DispatchController & { readonly reasons: Error[] } {
  const reasons: Error[] = [];
  return {
    aborted: false,
    paused: false,
    reason: null,
    reasons,
    abort: (reason) => reasons.push(reason),
    pause: () => undefined,
    resume: () => undefined,
  };
}

function exchange(leftMs: number): HttpExchange {
  return new HttpExchange({ deadlineAtMs: performance.now() + leftMs, responseBytesMax: 1_024 });
}

describe('HttpExchange', () => {
  // Guarantees that undici cannot send a push twice, even where it means to help (M2).
  it('stops a second start of the same request before it writes', async () => {
    const once = exchange(FAR_MS);
    const [first, second] = [controller(), controller()];
    once.onRequestStart(first);
    once.onRequestStart(second);
    expect(second.reasons).toHaveLength(1);
    expect(await once.result).toEqual({ kind: 'maybe_sent', code: 'second_start' });
  });

  // Guarantees that a process which was frozen and goes on does not prompt late (F28).
  it('stops a start after the deadline before it writes', async () => {
    const late = exchange(-1);
    const stopped = controller();
    late.onRequestStart(stopped);
    expect(stopped.reasons).toHaveLength(1);
    expect(await late.result).toEqual({ kind: 'not_sent', code: 'timeout' });
  });

  it('stops a start that comes after it was given up in the queue', async () => {
    const queued = exchange(1);
    expect(await queued.result).toEqual({ kind: 'not_sent', code: 'timeout' });
    const stopped = controller();
    queued.onRequestStart(stopped);
    expect(stopped.reasons).toHaveLength(1);
  });

  it('stops a start that comes after it had ended otherwise', async () => {
    const ended = exchange(FAR_MS);
    ended.fail(new Error('closed'));
    const stopped = controller();
    ended.onRequestStart(stopped);
    expect(stopped.reasons).toHaveLength(1);
    expect(await ended.result).toMatchObject({ kind: 'not_sent' });
  });

  it('keeps its first end', async () => {
    const ended = exchange(FAR_MS);
    ended.onRequestStart(controller());
    ended.onResponseStart(controller(), 103);
    ended.onResponseStart(controller(), 200);
    ended.onResponseData(controller(), Buffer.from('{}'));
    ended.onResponseEnd();
    ended.fail(new Error('late'));
    expect(await ended.result).toEqual({ kind: 'answered', status: 200, text: '{}' });
  });

  it('names an error without a code by its type, never by its message', async () => {
    const failed = exchange(FAR_MS);
    failed.fail(new RangeError('planted-value-91c2'));
    expect(await failed.result).toEqual({ kind: 'not_sent', code: 'RangeError' });
  });
});
