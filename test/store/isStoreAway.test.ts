import { mongo } from 'mongoose';
import { isStoreAway } from '../../store/mongo/isStoreAway';

const answered = (code: number) => new mongo.MongoServerError({ message: 'from the server', code });

function named(name: string): Error {
  return Object.assign(new Error('none'), { name });
}

// Guarantees that a failover is answered as an outage, which may be repeated, and not as a fault.
it.each([
  ['no longer primary', answered(10107)],
  ['stepping down', answered(189)],
  ['stopping', answered(91)],
  ['interrupted by a change of primary', answered(11602)],
  [
    'a majority that did not confirm',
    new mongo.MongoWriteConcernError({
      writeConcernError: { code: 64, errmsg: 'waiting timed out' },
      ok: 1,
    }),
  ],
  ['no server', new mongo.MongoServerSelectionError('none', {} as never)],
  ['a cut connection', new mongo.MongoNetworkError('closed')],
  ['a broken pipe', Object.assign(new Error('write EPIPE'), { code: 'EPIPE' })],
  ['a reset', Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' })],
  [
    'a reset inside another error',
    new Error('x', { cause: Object.assign(new Error('reset'), { code: 'ECONNRESET' }) }),
  ],
  ["mongoose's own name for no server", named('MongooseServerSelectionError')],
])('takes %s for an outage', (_what, error) => {
  expect(isStoreAway(error)).toBe(true);
});

it.each([
  ['a duplicate key', answered(11000)],
  ['a refused document', answered(121)],
  ["another library's error with such a code", Object.assign(new Error('x'), { code: 91 })],
  ['a file that is not there', Object.assign(new Error('x'), { code: 'ENOENT' })],
  ['no error', { name: 'MongoNetworkError' }],
])('does not take %s for one', (_what, error) => {
  expect(isStoreAway(error)).toBe(false);
});
