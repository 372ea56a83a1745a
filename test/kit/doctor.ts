import { adminCall, type TestOperator } from './operators';
import type { TestSystem } from './system';

/** A line of the doctor. */
export interface DoctorLine {
  readonly area: string;
  readonly name: string;
  readonly status: string;
  readonly meaning: string;
  readonly remedy: string | null;
}

/** Everything that the doctor says. */
export async function doctorLines(
  at: Pick<TestSystem, 'urls'>,
  { key }: Pick<TestOperator, 'key'>,
): Promise<readonly DoctorLine[]> {
  const path = ['GET', '/doctor'] as const;
  const { status, body } = await adminCall<{ findings: DoctorLine[] }>(at, key, path);
  expect(status).toBe(200);
  for (const line of body.findings) expect(line.status === 'ok').toBe(line.remedy === null);
  return body.findings;
}

/** Everything that is not ok, so that a planted fault is found alone. */
export async function doctorTroubles(
  at: Pick<TestSystem, 'urls'>,
  operator: Pick<TestOperator, 'key'>,
): Promise<readonly DoctorLine[]> {
  const lines = await doctorLines(at, operator);
  return lines.filter(({ status }) => status !== 'ok');
}
