import { sendTo } from './endpoint';

// Guarantees that an endpoint which asks for patience gets it, in either form, and no more of it.
it.each([
  ['9', 9_000],
  ['7200', 3_600_000],
  ['Mon, 23 Nov 2026 17:30:24 GMT', 9_000],
  ['Mon, 23 Nov 2026 17:30:00 GMT', null],
  ['0', null],
  ['-5', null],
  ['soon', null],
])('reads Retry-After: %s', async (header, waitMs) => {
  const { result } = await sendTo((response) => {
    response.writeHead(429, { 'retry-after': header }).end();
  });
  expect(result).toMatchObject({ kind: 'failed', retryAfterMs: waitMs });
});
