import { UNFINISHED } from '../../payments/unfinished';
import type { Migration } from './migration';

/**
 * Gives every unfinished payment the time at which the sweeper looks at it: now. The index by which
 * pending events were found is dropped, since the sweeper finds them by that time.
 */
export const whatIsSwept: Migration = {
  version: 3,
  usableFrom: 2,
  endsWorkflows: false,
  async run(connection) {
    const records = connection.collection('moneyRecords');
    await records.updateMany(
      { ...UNFINISHED, sweepAt: { $exists: false } },
      {
        $set: { sweepAt: new Date() },
      },
    );
    const indexes = await records.indexes().catch(() => []);
    if (indexes.some(({ name }) => name === 'pending_events')) {
      await records.dropIndex('pending_events');
    }
  },
};
