import { operation } from '../../contract/operation';
import { runDoctorContract } from './contract';
import { diagnose } from './diagnose';
import type { Finding } from './finding';

export const runDoctor = operation(runDoctorContract)((deps) => {
  // Those who ask meanwhile share one look, so that Safaricom is not asked by each of them.
  let underWay: Promise<readonly Finding[]> | null = null;
  return async () => {
    underWay ??= diagnose(deps).finally(() => (underWay = null));
    const findings = await underWay;
    return { status: 200, body: { status: worst(findings), findings: [...findings] } };
  };
});

function worst(findings: readonly Finding[]): Finding['status'] {
  if (findings.some(({ status }) => status === 'fault')) return 'fault';
  return findings.some(({ status }) => status === 'warning') ? 'warning' : 'ok';
}
