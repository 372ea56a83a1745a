import { describeVerdict, runCampaign } from './campaign';

const TIMEOUT_MS = 480_000;

/*
 * `npm run campaign` with fewer payments. What it holds against the simulated Safaricom's books is
 * proven to be found in case.test.ts.
 */

// Guarantees that payments whose Temporal was killed and lost its database, and whose API and
// worker were killed at the worst moments, all end as the ledger says (M3, M4, M5), none prompted
// twice (M2), each announced once (M13), with no help but restarts and set-up (M16, F30, F31).
it(
  'ends every payment of a campaign as the ledger says',
  async () => {
    const lines: string[] = [];
    const say = (line: string) => void lines.push(line);
    const verdict = await runCampaign({ payments: 40, seed: 20_261_201, say });
    const report = [...lines, ...describeVerdict(verdict)].join('\n');
    expect({ report, violations: verdict.violations }).toEqual({ report, violations: [] });
    // A campaign in which hardly anybody paid would prove little.
    expect(verdict.byState.get('succeeded')).toBeGreaterThan(15);
    expect(verdict.byState.get('failed')).toBeGreaterThan(3);
    expect(report).toMatch(/[4-9] payments were kept and had no workflow/);
  },
  TIMEOUT_MS,
);
