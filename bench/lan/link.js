// Two network namespaces joined by an unshaped veth pair; loopback where the system refuses them.
import { spawnSync } from 'node:child_process';

const names = { near: `rispacs-bench-${process.pid}-a`, far: `rispacs-bench-${process.pid}-b` };
const devices = { near: `rpba${process.pid}`, far: `rpbb${process.pid}` };
const addresses = { near: '10.213.8.1', far: '10.213.8.2' };

/** How programs of each end are started, and where the far end is reached. `remove` takes the namespaces away. */
export function makeLink() {
  const made = [];
  const remove = () => {
    for (const name of made.splice(0)) spawnSync('ip', ['netns', 'del', name]);
  };
  try {
    for (const name of Object.values(names)) {
      run('ip', ['netns', 'add', name]);
      made.push(name);
    }
    const peer = ['peer', 'name', devices.far, 'netns', names.far];
    inside('near', ['ip', 'link', 'add', devices.near, 'type', 'veth', ...peer]);
    for (const end of ['near', 'far']) {
      inside(end, ['ip', 'addr', 'add', `${addresses[end]}/24`, 'dev', devices[end]]);
      inside(end, ['ip', 'link', 'set', devices[end], 'up']);
    }
  } catch (error) {
    remove();
    const what = `loopback (no network namespaces here: ${error.message.trim()})`;
    return { what, address: '127.0.0.1', command: (_end, command) => command, remove };
  }
  return {
    what: 'veth pair between two network namespaces',
    address: addresses.far,
    command: (end, command) => ['ip', 'netns', 'exec', names[end], ...command],
    remove,
  };
}

function inside(end, command) {
  run('ip', ['netns', 'exec', names[end], ...command]);
}

function run(program, args) {
  const { error, status, stderr } = spawnSync(program, args, { encoding: 'utf8' });
  if (error) throw error;
  if (status !== 0) throw new Error(stderr);
}
