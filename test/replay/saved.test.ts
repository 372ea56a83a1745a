import { DeterminismViolationError } from '@temporalio/workflow';
import { bundleWorkflowCode, DefaultLogger, Worker } from '@temporalio/worker';
import { FAILURE_CONVERTER_PATH, dataConverter } from '../../engine/dataConverter';
import { createKeyring } from '../../wiring/store';
import { bundleWorkflows } from '../../wiring/workers';
import { quietRuntime } from '../kit/quietRuntime';
import { testConfig } from '../kit/testConfig';
import { REPLAY_KEY, savedHistories, type SavedHistory } from './savedHistories';
import { SCENARIOS } from './scenarios';

const HISTORIES = savedHistories();

type Bundle = Awaited<ReturnType<typeof bundleWorkflows>>;

let ours: Bundle;
let planted: Bundle;

beforeAll(async () => {
  quietRuntime();
  ours = await bundleWorkflows();
  planted = await bundleWorkflowCode({
    workflowsPath: require.resolve('./planted'),
    failureConverterPath: FAILURE_CONVERTER_PATH,
    logger: new DefaultLogger('ERROR'),
  });
});

async function replay(workflowBundle: Bundle, { history, workflowId }: SavedHistory) {
  const keyring = createKeyring(testConfig({ ENCRYPTION_KEYS: REPLAY_KEY }));
  const options = { workflowBundle, dataConverter: dataConverter(keyring, () => undefined) };
  await Worker.runReplayHistory(options, history, workflowId);
}

it('holds a history of every path', () => {
  expect(HISTORIES.map(({ name }) => name)).toEqual(SCENARIOS.map(({ name }) => name).sort());
});

// Guarantees that payments which run while a release is rolled out go on under the new code: these
// histories were written by the code that was released, not by the code that replays them.
it.each(HISTORIES)('replays $name by the present code', async (saved) => {
  await replay(ours, saved);
});

// Guarantees that the replay above can fail: a change that breaks running workflows is caught.
it.each(HISTORIES)('catches a planted incompatible change by $name', async (saved) => {
  await expect(replay(planted, saved)).rejects.toThrow(DeterminismViolationError);
});
