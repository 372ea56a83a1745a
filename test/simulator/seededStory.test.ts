import { startTestBed } from './testBed';

/** What a run tells apart from the clock: the seeded parts of its ids and its choices. */
async function story(seed: string): Promise<unknown> {
  const bed = await startTestBed(['--seed', seed]);
  const token = await bed.client.token();
  const told: unknown[] = [token.slice(0, 19)];
  await bed.client.post('/settings', { promptTimeoutMs: 30_000 });
  for (let payment = 0; payment < 3; payment += 1) {
    const { msisdn } = bed.fresh();
    await bed.client.post(`/phones/${msisdn}`, { behaviour: 'manual' });
    const pushed = await bed.pushFresh({ PhoneNumber: msisdn });
    told.push(String(pushed.json['MerchantRequestID']).slice(0, 14));
    for (let asked = 0; asked < 5; asked += 1) {
      const { status, json } = await bed.client.query(pushed.id);
      told.push([status, json['ResultCode'] ?? json['errorMessage']]);
    }
    const { json } = await bed.client.post(`/prompts/${pushed.id}/approve`);
    told.push(String(json['receipt']).slice(-3));
  }
  await bed.stop();
  return told;
}

describe('the seed', () => {
  // Guarantees that a failure seen once can be seen again.
  it('tells the same story again, and another seed another one', async () => {
    const [first, again, other] = [await story('99'), await story('99'), await story('100')];
    expect(again).toEqual(first);
    expect(other).not.toEqual(first);
  });
});
