import { environmentSchema } from '../../../config/environment';

const sources = environmentSchema.shape.CALLBACK_SOURCES;

// Guarantees that a slip of the pen in the list lets nobody in (A6).
it.each(['10.9.0.0/', '10.9.0.0/0x0', '10.9.0.0/33', '10.9.0.0/8/8', 'localhost', '::1/129'])(
  'refuses the entry "%s" and names it',
  (entry) => {
    const parsed = sources.safeParse(`127.0.0.1,${entry}`);
    expect(parsed.success).toBe(false);
    expect(parsed.error?.issues[0]?.message).toContain(entry);
  },
);

it('takes addresses and ranges of both kinds', () => {
  const entries = ['196.201.214.200', '10.9.0.0/16', '::1', 'fd00::/8'];
  expect(sources.parse(entries.join(', '))).toEqual(entries);
});
