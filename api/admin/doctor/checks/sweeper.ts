import { fault, fine, type Check } from '../finding';

const AT_STAKE = 'A payment whose workflow was lost is not taken up again.';

/** Whether the Schedule that looks after stranded payments is at work. */
export const sweeper: Check = {
  area: 'sweeper',
  whenBlind: 'Look at the area temporal first.',
  async look({ engine }) {
    const state = await engine.inspection.sweeper();
    if (state === 'runs') return [fine('schedule', 'It is there and not paused.')];
    return [
      state === 'paused'
        ? fault('schedule', `It is paused. ${AT_STAKE}`, 'Unpause it in the Temporal UI.')
        : fault('schedule', `It is not there. ${AT_STAKE}`, 'Run "npm run setup".'),
    ];
  },
};
