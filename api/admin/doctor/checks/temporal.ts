import { fault, fine, type Check } from '../finding';

/** Whether Temporal could take a payment: it answers, and namespace and attributes are there. */
export const temporal: Check = {
  area: 'temporal',
  whenBlind: 'Start Temporal, or correct TEMPORAL_ADDRESS.',
  async look({ engine }) {
    const { state, remedy } = await engine.readiness();
    if (remedy === null) return [fine('server', 'It answers and is set up.')];
    const meaning = state === 'unavailable' ? 'It does not answer.' : 'It is not set up.';
    return [fault('server', meaning, remedy)];
  },
};
