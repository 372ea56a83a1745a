import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** How the processes that the bench started are recognised by their command lines. */
const NAMES: ReadonlyArray<readonly [name: string, mark: RegExp]> = [
  ['api', /api\/main\.ts/],
  ['worker', /workers\/main\.ts/],
  ['floor worker', /floor\/worker\.ts/],
  ['simulator', /simulator\/main\.ts/],
  ['temporal', /temporal server start-dev/],
  ['mongodb', /secantus|mongod/],
];

interface Process {
  readonly name: string;
  readonly pid: number;
}

/** The processes that this one started, by name; a server's own children count to it. */
export function startedProcesses(): Process[] {
  const rows = execFileSync('ps', ['-eo', 'pid=,ppid=,args=', '-ww']).toString().split('\n');
  const table = rows.flatMap((row) => {
    const [, pid, ppid, args] = /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(row) ?? [];
    return pid && ppid && args ? [{ pid: Number(pid), ppid: Number(ppid), args }] : [];
  });
  const own = table.filter(({ ppid }) => ppid === process.pid);
  return own.flatMap(({ pid, args }) => {
    const name = NAMES.find(([, mark]) => mark.test(args))?.[0];
    if (name === undefined) return [];
    const children = table.filter(({ ppid }) => ppid === pid);
    return [{ name, pid }, ...children.map((child) => ({ name, pid: child.pid }))];
  });
}

const CLOCK_TICKS_PER_SECOND = 100;

/** CPU time used so far, in milliseconds, by name. Linux only; empty elsewhere. */
export function cpuMsByName(processes: readonly Process[]): Map<string, number> {
  const used = new Map<string, number>([['bench client', cpuOfThisProcessMs()]]);
  if (process.platform !== 'linux') return used;
  for (const { name, pid } of processes) {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? [];
    const ticks = Number(fields[11]) + Number(fields[12]);
    used.set(name, (used.get(name) ?? 0) + (ticks / CLOCK_TICKS_PER_SECOND) * 1000);
  }
  return used;
}

function cpuOfThisProcessMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

/** Memory of a process in use now, in MB; NaN where the platform does not tell. */
export function residentMb(pid: number): number {
  if (process.platform !== 'linux') return NaN;
  const kb = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return Number(kb) / 1024;
}
