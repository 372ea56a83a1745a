import fc from 'fast-check';
import {
  businessDate,
  formatDarajaTimestamp,
  parseDarajaTimestamp,
} from '../../../domain/values/eastAfricaTime';
import '../propertySeed';

describe('East Africa Time', () => {
  it.each([
    ['13 digits', '2026112320301'],
    ['15 digits', '202611232030150'],
    ['month 13', '20261323203015'],
    ['30 February', '20260230203015'],
    ['29 February of a common year', '20270229000000'],
    ['hour 24', '20261123240000'],
    ['minute 60', '20261123206015'],
    ['second 60', '20261123203060'],
    ['year 50', '00501123203015'],
    ['ISO', '2026-11-23T20:30:15Z'],
    ['words', 'yesterday'],
    ['empty', ''],
  ])('refuses a timestamp with %s', (_name, value) => {
    expect(parseDarajaTimestamp(value)).toBeNull();
  });

  it('reads a timestamp sent as a JSON number', () => {
    expect(parseDarajaTimestamp(20261123203031)).toBe(Date.UTC(2026, 10, 23, 17, 30, 31));
  });

  // Guarantees that a leap day, which only some years have, is a real moment (F22).
  it('takes 29 February of a leap year', () => {
    expect(parseDarajaTimestamp('20280229120000')).toBe(Date.UTC(2028, 1, 29, 9));
  });

  it('round-trips every second of this century, whatever the zone of the host', () => {
    const second = fc.integer({ min: Date.UTC(2000) / 1000, max: Date.UTC(2099) / 1000 });
    fc.assert(
      fc.property(second, (seconds) => {
        expect(parseDarajaTimestamp(formatDarajaTimestamp(seconds * 1000))).toBe(seconds * 1000);
      }),
    );
  });

  // Guarantees that an evening payment is booked on the Kenyan day, three hours ahead of UTC.
  it('starts the business day at midnight in Nairobi', () => {
    const midnightMs = Date.UTC(2026, 10, 23, 21);
    expect(businessDate(midnightMs - 1)).toBe('2026-11-23');
    expect(businessDate(midnightMs)).toBe('2026-11-24');
    expect(formatDarajaTimestamp(midnightMs)).toBe('20261124000000');
  });
});
