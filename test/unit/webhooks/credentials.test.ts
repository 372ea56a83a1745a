import { sendTo } from './endpoint';

async function authorizationFor(userinfo: string): Promise<string | undefined> {
  const { result, requests } = await sendTo((response) => response.writeHead(204).end(), {
    userinfo,
  });
  expect(result).toEqual({ kind: 'delivered' });
  return requests[0]?.headers.authorization;
}

const basic = (pair: string) => `Basic ${Buffer.from(pair, 'utf8').toString('base64')}`;

describe('an address with a user and a password', () => {
  // Guarantees that an endpoint behind Basic authorisation gets what its merchant wrote (RFC 7617).
  it.each([
    ['shop:s3cret@', 'shop:s3cret'],
    ['shop@', 'shop:'],
    ['shop:@', 'shop:'],
    [':token@', ':token'],
    ['shop:a%3Ab%40c%2Fd@', 'shop:a:b@c/d'],
    ['shop:a:b@', 'shop:a:b'],
    ['m%C3%A9tro:p%C3%A4ss@', 'métro:päss'],
    ['métro:päss@', 'métro:päss'],
    ['shop:100%@', 'shop:100%'],
    ['shop:a+b%20c@', 'shop:a+b c'],
  ])('sends %s as Basic authorisation', async (userinfo, pair) => {
    expect(await authorizationFor(userinfo)).toBe(basic(pair));
  });

  it.each(['', '@', ':@'])('sends no authorisation for "%s"', async (userinfo) => {
    expect(await authorizationFor(userinfo)).toBeUndefined();
  });

  it('sends the very bytes of a password that is not UTF-8', async () => {
    const sent = await authorizationFor('shop:p%E4ss@');
    expect(sent).toBe(`Basic ${Buffer.from('shop:p\u00e4ss', 'latin1').toString('base64')}`);
  });

  // RFC 7617, section 2: the receiver would split such a pair at another place.
  it.each(['sh%3Aop:s3cret@', 'shop:s3%0Acret@', 'sh%00op:s3cret@'])(
    'sends nothing where %s cannot be said',
    async (userinfo) => {
      const { result, requests } = await sendTo((response) => response.end(), { userinfo });
      const reason = 'the user or password of the endpoint cannot be sent';
      expect(result).toEqual({ kind: 'failed', reason, retryAfterMs: null });
      expect(requests).toEqual([]);
    },
  );

  // Guarantees that no reason, which the log shows and a history keeps, holds a credential.
  it.each([401, 500, 302])('are in no reason of a delivery answered %d', async (status) => {
    const userinfo = 'planted-user:planted-password@';
    const { result } = await sendTo((response) => response.writeHead(status).end(), { userinfo });
    expect(result).toMatchObject({ kind: 'failed' });
    expect(JSON.stringify(result)).not.toContain('planted');
  });

  it('are in no reason of a delivery that was cut', async () => {
    const userinfo = 'planted-user:planted-password@';
    const cut = await sendTo((response) => response.socket?.destroy(), { userinfo });
    expect(cut.result).toMatchObject({ kind: 'failed' });
    expect(JSON.stringify(cut.result)).not.toContain('planted');
  });
});
