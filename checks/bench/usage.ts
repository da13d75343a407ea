/** Processor time and memory of process trees, and of what else ran on the machine (Linux; elsewhere all zero). */
import { readdirSync, readFileSync } from 'node:fs';

export interface Usage {
  /** Cores used by the Node process, by its PostgreSQL, by this client, and by others. */
  server: number;
  database: number;
  client: number;
  /** Resident memory of the Node process, MB. */
  memory: number;
}

const ticksPerSecond = 100;

export function usageOf(pids: number[]) {
  let before: Usage | undefined;
  return {
    begin() {
      before = sample(pids);
    },
    end(seconds: number): Usage {
      const after = sample(pids);
      const cores = (name: 'server' | 'database' | 'client') => (after[name] - (before?.[name] ?? 0)) / seconds;
      return { server: cores('server'), database: cores('database'), client: cores('client'), memory: after.memory };
    },
  };
}

/** Seconds of processor time so far. */
function sample(pids: number[]): Usage {
  const usage: Usage = {
    server: 0,
    database: 0,
    client: process.cpuUsage().user / 1e6 + process.cpuUsage().system / 1e6,
    memory: 0,
  };
  if (process.platform !== 'linux') return usage;
  const parents = processes();
  for (const [pid, { parent, seconds, reaped, name, memory }] of parents) {
    if (pids.includes(pid)) {
      usage.server += seconds;
      usage.memory += memory;
    } else if (name === 'postgres' && isBelow(pid, parent, pids, parents)) {
      // What connections and workers used that have ended counts with the process that waited for them.
      usage.database += seconds + (parents.get(parent)?.name === 'postgres' ? 0 : reaped);
    }
  }
  return usage;
}

type Processes = Map<number, { parent: number; seconds: number; reaped: number; name: string; memory: number }>;

function isBelow(_pid: number, parent: number, roots: number[], all: Processes): boolean {
  for (let up: number | undefined = parent; up && up > 1; up = all.get(up)?.parent) if (roots.includes(up)) return true;
  return false;
}

function processes(): Processes {
  const found: Processes = new Map();
  for (const entry of readdirSync('/proc')) {
    if (!/^\d+$/.test(entry)) continue;
    try {
      const stat = readFileSync(`/proc/${entry}/stat`, 'latin1');
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      found.set(Number(entry), {
        parent: Number(fields[1]),
        seconds: (Number(fields[11]) + Number(fields[12])) / ticksPerSecond,
        reaped: (Number(fields[13]) + Number(fields[14])) / ticksPerSecond,
        name: stat.slice(stat.indexOf('(') + 1, stat.lastIndexOf(')')),
        memory: (Number(fields[21]) * 4096) / 1e6,
      });
    } catch {
      // It ended between the listing and the look.
    }
  }
  return found;
}
