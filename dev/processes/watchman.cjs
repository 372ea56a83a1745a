'use strict';

// Kills what its parent started when the parent itself is killed.
//
// Every process that dev/ starts leads a process group of its own, so that Ctrl-C in a terminal
// reaches only the command, which then stops its children in order. The price: a command killed
// with SIGKILL would leave them behind. This watchman holds the other end of a pipe; the pipe
// closes whenever the parent ends, however it ends, and whatever is still listed is then stopped.
//
// Lines on standard input: "+PID" starts watching a group, "-PID" forgets it.

const groups = new Set();
const graceMs = 8000;
let pending = '';

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => undefined);

process.stdin.setEncoding('utf8');
process.stdin.on('data', (chunk) => {
  const lines = (pending + chunk).split('\n');
  pending = lines.pop() || '';
  for (const line of lines) {
    const pid = Number(line.slice(1));
    if (!Number.isInteger(pid) || pid <= 1) continue;
    if (line[0] === '+') groups.add(pid);
    else groups.delete(pid);
  }
});
process.stdin.on('end', stopAll);
process.stdin.on('error', stopAll);

function stopAll() {
  const deadline = Date.now() + graceMs;
  for (const pid of groups) signalGroup(pid, 'SIGTERM');
  const timer = setInterval(() => {
    for (const pid of groups) {
      if (!signalGroup(pid, 0)) groups.delete(pid);
      else if (Date.now() > deadline) signalGroup(pid, 'SIGKILL');
    }
    if (groups.size > 0) return;
    clearInterval(timer);
    process.exit(0);
  }, 100);
}

/** Sends a signal to a process group; false when no process of that group is left. */
function signalGroup(pid, signal) {
  try {
    process.kill(-pid, signal);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}
