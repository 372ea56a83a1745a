import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import { rootDir } from '../../dev/places';
import { onPath } from '../../dev/servers/onPath';

interface Service {
  readonly image: string;
  readonly build?: { readonly context: string; readonly target: string };
  readonly command?: readonly string[];
  readonly entrypoint?: readonly string[];
  readonly healthcheck?: { readonly test: readonly string[] };
  readonly ports?: readonly string[];
  readonly volumes?: readonly string[];
  readonly profiles?: readonly string[];
  readonly read_only?: boolean;
  readonly cap_drop?: readonly string[];
  readonly cap_add?: readonly string[];
  readonly security_opt?: readonly string[];
  readonly logging?: { readonly options: Readonly<Record<string, string>> };
  readonly mem_limit?: string;
  readonly environment?: Readonly<Record<string, string | null>>;
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
}

const text = readFileSync(join(rootDir, 'docker-compose.yml'), 'utf8');
const { services } = parse(text, { merge: true }) as { services: Record<string, Service> };
const all = Object.entries(services);

/** Services that do one thing and end: others wait for their success instead of their health. */
const oneShot = new Set(['temporal-schema', 'temporal-namespace', 'setup', 'hakika']);
const ours = ['setup', 'api', 'worker', 'hakika', 'simulator'];
const dockerfile = readFileSync(join(rootDir, 'Dockerfile'), 'utf8');

// Guarantees that the compose file describes the whole system, reproducibly and closed to the
// outside, as far as that can be told without a Docker engine.
describe('docker-compose.yml', () => {
  it('has every part of the system', () => {
    expect(Object.keys(services).sort()).toEqual(
      [...ours, 'mongodb', 'postgresql', 'temporal', 'temporal-ui', 'temporal-schema']
        .concat('temporal-namespace')
        .sort(),
    );
  });

  it.each(all)('pins the image of %s to an exact version', (name, service) => {
    if (ours.includes(name)) expect(service.build?.context).toBe('.');
    else expect(service.image).toMatch(/^[\w./-]+:\d+\.\d+(\.\d+)?(@sha256:[0-9a-f]{64})?$/);
  });

  it.each(all)('asks for the health of %s where it keeps running', (name, service) => {
    if (oneShot.has(name)) expect(service.healthcheck).toBeUndefined();
    else expect(service.healthcheck?.test.length).toBeGreaterThan(1);
  });

  it.each(all)('has %s wait for health or success, not for mere existence', (_name, service) => {
    for (const [other, { condition }] of Object.entries(service.depends_on ?? {})) {
      const wanted = oneShot.has(other) ? 'service_completed_successfully' : 'service_healthy';
      expect([other, condition]).toEqual([other, wanted]);
    }
  });

  it.each(all)('opens ports of %s to this machine only', (_name, service) => {
    for (const port of service.ports ?? []) expect(port).toMatch(/^127\.0\.0\.1:/);
  });

  it.each(ours)('gives %s no rights to change itself', (name) => {
    expect(services[name]?.read_only).toBe(true);
    expect(services[name]?.cap_add).toBeUndefined();
  });

  // Guarantees that no part can gain rights, fill the disk with its log, or take all the memory.
  it.each(all)('confines %s', (name, service) => {
    expect(service.cap_drop).toEqual(['ALL']);
    expect(service.security_opt).toEqual(['no-new-privileges:true']);
    expect(service.logging?.options).toMatchObject({ 'max-size': '20m', 'max-file': '5' });
    expect(service.mem_limit).toMatch(/^\d+[mg]$/);
    if (!['mongodb', 'postgresql'].includes(name)) expect(service.cap_add).toBeUndefined();
  });

  it('has the processes connect as a user who deletes nothing, and set-up as another', () => {
    const users = ['api', 'worker', 'setup'].map((name) =>
      /\/\/([\w-]+):/.exec(services[name]?.environment?.['MONGODB_URI'] ?? '')?.at(1),
    );
    expect(users).toEqual(['hakika', 'hakika', 'hakika-setup']);
    const script = readFileSync(join(rootDir, 'dev/compose/mongodb-users.js'), 'utf8');
    const role = /createRole\((.*?)\n\}\);/s.exec(script)?.[1] ?? '';
    expect(role).toMatch(/actions: \['find', 'insert', 'update',/);
    expect(role).not.toMatch(/remove|drop|createIndex|anyAction|readWrite|convertToCapped|rename/i);
    const user = /user: 'hakika',.*?\}\);/s.exec(script)?.[0] ?? '';
    expect(user).not.toMatch(/readWrite|dbAdmin|dbOwner|root/);
  });

  it('builds the simulator apart from what runs in production', () => {
    for (const name of ours) {
      const target = name === 'simulator' ? 'simulator' : 'production';
      expect(services[name]?.build?.target).toBe(target);
    }
    expect(services['simulator']?.image).not.toBe(services['api']?.image);
  });

  it('starts the simulator and the program of operators only when they are asked for', () => {
    const profiles = all.map(([name, service]) => [name, service.profiles ?? []]);
    expect(profiles.filter(([, list]) => list?.length)).toEqual([
      ['hakika', ['operator']],
      ['simulator', ['simulator']],
    ]);
  });

  // Guarantees that what follows `docker compose run --rm hakika` is a command of the program.
  it('has the program of operators speak to the API, and keeps its key out of arguments', () => {
    const { entrypoint, environment } = services['hakika'] ?? {};
    expect(entrypoint).toEqual(['node', 'dist/cli/main.js']);
    expect(environment).toEqual({
      HAKIKA_ADMIN_URL: 'http://api:7402',
      HAKIKA_OPERATOR_KEY: null,
    });
  });

  it('mounts only files that exist', () => {
    const mounted = all.flatMap(([, service]) => service.volumes ?? []);
    const files = mounted.filter((volume) => volume.startsWith('./'));
    for (const file of files)
      expect(existsSync(join(rootDir, file.split(':')[0] ?? ''))).toBe(true);
  });

  it('runs files that the build makes', () => {
    const scripts = all.flatMap(([, service]) => [
      ...(service.command ?? []),
      ...(service.entrypoint ?? []),
    ]);
    for (const script of scripts.filter((word) => word.startsWith('dist/'))) {
      const source = script.replace(/^dist\//, '').replace(/\.js$/, '.ts');
      expect([script, existsSync(join(rootDir, source))]).toEqual([script, true]);
    }
  });

  it('holds no secret: every variable has a harmless default or must be given', () => {
    const variables = [...text.matchAll(/\$\{(\w+)([^}]*)\}/g)];
    expect(variables.length).toBeGreaterThan(10);
    for (const [whole, name = '', rest = ''] of variables) {
      const isSecret = /PASSWORD|KEY/.test(name);
      expect([whole, rest]).toEqual([whole, expect.stringMatching(isSecret ? /^:\?/ : /^:[-?]/)]);
    }
    expect(text.match(/^\s+\w*(PASSWORD|KEYS?|PWD): (?!\$\{).*/gm)).toBeNull();
  });

  it('names every variable that must be given in .env.example', () => {
    const example = readFileSync(join(rootDir, '.env.example'), 'utf8');
    const required = [...text.matchAll(/\$\{(\w+):\?/g)].map(([, name]) => name);
    for (const name of new Set(required)) expect(example).toMatch(new RegExp(`^${name}=`, 'm'));
  });
});

/** The lines of each stage by its name, in order. */
const stages = new Map(
  dockerfile
    .split(/^(?=FROM )/m)
    .slice(1)
    .map((lines) => [/^FROM \S+ AS (\w+)/.exec(lines)?.[1] ?? '', lines] as const),
);

describe('the Dockerfile', () => {
  it('starts from one exact Debian image', () => {
    const bases = [...dockerfile.matchAll(/^FROM (\S+)/gm)].map(([, image]) => image);
    const images = bases.filter((image = '') => !stages.has(image));
    expect(new Set(images).size).toBe(1);
    expect(images[0]).toMatch(/^node:24\.\d+\.\d+-bookworm-slim(@sha256:[0-9a-f]{64})?$/);
  });

  it('leaves the simulator out of the image that it makes by default', () => {
    expect([...stages.keys()].at(-1)).toBe('production');
    expect(stages.get('build')).toContain('mv dist/simulator simulatorDist');
    expect(stages.get('production')).not.toMatch(/simulator/);
    expect(stages.get('runtime')).not.toMatch(/simulator|dist/);
    expect(stages.get('simulator')).not.toMatch(/COPY .*dist \.\/dist$/m);
  });

  it('is given every room that the build compiles', () => {
    const given = readFileSync(join(rootDir, '.dockerignore'), 'utf8').split('\n');
    const { include } = JSON.parse(readFileSync(join(rootDir, 'tsconfig.build.json'), 'utf8')) as {
      include: string[];
    };
    const rooms = include.map((pattern) => `!${pattern.split('/')[0] ?? ''}`);
    expect(rooms.filter((room) => !given.includes(room))).toEqual([]);
  });

  it('runs as a user who is not root', () => {
    for (const name of ['simulator', 'production']) {
      expect(stages.get(name)).toMatch(/^USER node$(?![^]*^USER)[^]*^CMD /m);
    }
  });

  it('installs the locked dependencies and runs none of their scripts', () => {
    for (const line of dockerfile.match(/npm (ci|install|prune)[^\n&]*/g) ?? []) {
      expect(line).toContain('--ignore-scripts');
    }
    expect(dockerfile).toContain('npm ci');
    expect(dockerfile).not.toContain('npm install');
  });
});

/** The plugin where there is one, else the older program of its own. */
function composeCommand(): readonly string[] | undefined {
  const plugin = spawnSync('docker', ['compose', 'version']);
  if (plugin.status === 0) return ['docker', 'compose'];
  const program = onPath('docker-compose');
  return program === undefined ? undefined : [program];
}

const compose = composeCommand();
const whereCompose = compose === undefined ? it.skip : it;

whereCompose('is accepted by docker compose [skipped: no docker compose here]', () => {
  const folder = mkdtempSync(join(tmpdir(), 'hakika-compose-'));
  const required = new Set([...text.matchAll(/\$\{(\w+):\?/g)].map(([, name]) => `${name}=x`));
  writeFileSync(join(folder, 'env'), [...required].join('\n'));
  const [program = '', ...first] = compose ?? [];
  const args = [...first, '--env-file', join(folder, 'env'), '--profile', 'simulator'];
  const run = spawnSync(program, [...args, 'config', '--quiet'], { cwd: rootDir });
  rmSync(folder, { recursive: true });
  expect(run.stderr.toString()).toBe('');
  expect(run.status).toBe(0);
});
