import { execFile } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { chmod, chown, copyFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { runQueries, type SqlTarget } from '../../../src/protocols/sql/index.ts';
import { type Certificates, makeCertificates } from './dicom-certificates.ts';
import { findFreePort, findProgram } from './dicom-peers.ts';
import {
  makePeerFolder,
  type RunningProgram,
  removePeerFolder,
  startProgram,
} from './start-program.ts';

const run = promisify(execFile);

/** A database server on loopback, with the account `doc` that may only log in. */
export interface DatabasePeer {
  readonly port: number;
  readonly folder: string;
  readonly program: RunningProgram;
  /** Runs a statement with all rights. */
  readonly administer: (sql: string) => Promise<void>;
  stop(): Promise<void>;
}

/** Passwords of the peers' accounts. */
export const databasePasswords = { doc: 'chi-doc-1', quan_tri: 'quan-tri-1' } as const;

/** Folder of PostgreSQL's programs: Debian keeps them off the path. */
export function findPostgresFolder(): string | undefined {
  const root = '/usr/lib/postgresql';
  if (!existsSync(root)) return undefined;
  return readdirSync(root)
    .map((version) => join(root, version, 'bin'))
    .filter((folder) => existsSync(join(folder, 'postgres')))
    .toSorted()
    .at(-1);
}

/** Why PostgreSQL cannot be started here: it refuses to run as root, and needs an account of its own then. */
export async function missingPostgres(): Promise<string | undefined> {
  if (findPostgresFolder() === undefined) return 'not installed: postgresql';
  if (process.getuid?.() !== 0) return undefined;
  return (await postgresAccount()) ? undefined : 'no account named postgres';
}

async function postgresAccount(): Promise<{ uid: number; gid: number } | undefined> {
  const ask = (option: string) =>
    run('id', [option, 'postgres']).then(
      ({ stdout }) => Number(stdout),
      () => undefined,
    );
  const [uid, gid] = await Promise.all([ask('-u'), ask('-g')]);
  return uid === undefined || gid === undefined ? undefined : { uid, gid };
}

/** As root, what follows runs as `postgres`; `setpriv` becomes the program, so that its process is ours to stop. */
export async function asPostgres(
  program: string,
  args: readonly string[],
): Promise<readonly [string, readonly string[]]> {
  if (process.getuid?.() !== 0) return [program, args];
  const own = ['--reuid=postgres', '--regid=postgres', '--clear-groups', program, ...args];
  return [findProgram('setpriv') ?? 'setpriv', own];
}

/** Gives a folder or file to the account that PostgreSQL runs as. */
export async function giveToPostgres(...paths: readonly string[]): Promise<void> {
  const account = process.getuid?.() === 0 ? await postgresAccount() : undefined;
  if (account) for (const path of paths) await chown(path, account.uid, account.gid);
}

async function runAsPostgres(program: string, args: readonly string[], cwd: string): Promise<void> {
  const [name, all] = await asPostgres(program, args);
  await run(name, [...all], { timeout: 60_000, cwd });
}

export interface PostgresOptions {
  readonly tls?: boolean;
  readonly settings?: readonly string[];
  /** Made from this server by `pg_basebackup -R`. */
  readonly standbyOf?: DatabasePeer;
}

/** PostgreSQL with passwords by SCRAM; `quan_tri` is its superuser. */
export async function startPostgres({
  tls = false,
  settings = [],
  standbyOf,
}: PostgresOptions = {}): Promise<DatabasePeer & { readonly certificates?: Certificates }> {
  const bin = findPostgresFolder();
  if (bin === undefined) throw new Error('not installed: postgresql');
  const folder = await makePeerFolder();
  const port = await findFreePort();
  const data = join(folder, 'data');
  const passwords = join(folder, 'password');
  await writeFile(passwords, databasePasswords.quan_tri);
  await giveToPostgres(folder, passwords);
  if (standbyOf) {
    const source = `postgresql://quan_tri:${databasePasswords.quan_tri}@127.0.0.1:${standbyOf.port}/postgres`;
    await runAsPostgres(
      join(bin, 'pg_basebackup'),
      ['-d', source, '-D', data, '-R', '-X', 'stream', '-c', 'fast'],
      folder,
    );
  } else {
    await runAsPostgres(
      join(bin, 'initdb'),
      ['-D', data, '-U', 'quan_tri', '-A', 'scram-sha-256', `--pwfile=${passwords}`, '--no-sync'],
      folder,
    );
  }
  const certificates = tls ? await makeCertificates(folder) : undefined;
  const options = [
    ...['-D', data, '-p', String(port), '-c', `listen_addresses=127.0.0.1`],
    ...['-c', `unix_socket_directories=${folder}`, '-c', 'fsync=off'],
    ...settings.flatMap((one) => ['-c', one]),
  ];
  if (certificates) {
    const key = join(data, 'may-chu.key');
    await copyFile(certificates.server.keyPath, key);
    await chmod(key, 0o600);
    await copyFile(certificates.server.certPath, join(data, 'may-chu.crt'));
    await giveToPostgres(key, join(data, 'may-chu.crt'));
    options.push('-c', 'ssl=on', '-c', 'ssl_key_file=may-chu.key');
    options.push('-c', 'ssl_cert_file=may-chu.crt');
  }
  const administrator: SqlTarget = {
    product: 'postgresql',
    host: '127.0.0.1',
    port,
    user: 'quan_tri',
    password: databasePasswords.quan_tri,
  };
  const ask = (sql: string) => runQueries(administrator, [sql], { limitMs: 5_000 });
  const [name, args] = await asPostgres(join(bin, 'postgres'), options);
  const program = await startProgram(
    name,
    args,
    async () => (await ask('SELECT 1')).kind === 'rows',
  );
  const administer = async (sql: string): Promise<void> => {
    const outcome = await ask(sql);
    if (outcome.kind !== 'rows') throw new Error(`${sql}: ${JSON.stringify(outcome)}`);
  };
  if (!standbyOf) await administer(`CREATE ROLE doc LOGIN PASSWORD '${databasePasswords.doc}'`);
  return {
    port,
    folder,
    program,
    administer,
    ...(certificates && { certificates }),
    stop: async () => {
      await program.stop();
      await removePeerFolder(folder);
    },
  };
}

/** MariaDB; `settings` are options of the server. */
export async function startMariadb(
  settings: readonly string[] = [],
  folder?: string,
): Promise<DatabasePeer> {
  const own = folder ?? (await makePeerFolder());
  const port = await findFreePort();
  const data = join(own, 'data');
  const user = process.getuid?.() === 0 ? ['--user=root'] : [];
  await run(
    findProgram('mariadb-install-db') ?? 'mariadb-install-db',
    ['--no-defaults', `--datadir=${data}`, '--auth-root-authentication-method=normal', ...user],
    { timeout: 60_000 },
  );
  const first = join(own, 'accounts.sql');
  await writeFile(
    first,
    [
      `CREATE USER doc@localhost IDENTIFIED BY '${databasePasswords.doc}';`,
      `CREATE USER quan_tri@localhost IDENTIFIED BY '${databasePasswords.quan_tri}';`,
      'GRANT ALL ON *.* TO quan_tri@localhost;',
      '',
    ].join('\n'),
  );
  const administrator: SqlTarget = {
    product: 'mariadb',
    host: '127.0.0.1',
    port,
    user: 'quan_tri',
    password: databasePasswords.quan_tri,
  };
  const ask = (sql: string) => runQueries(administrator, [sql], { limitMs: 5_000 });
  const program = await startProgram(
    'mariadbd',
    [
      ...['--no-defaults', `--datadir=${data}`, `--port=${port}`, '--bind-address=127.0.0.1'],
      ...[`--socket=${join(own, 'sql.sock')}`, `--pid-file=${join(own, 'sql.pid')}`],
      ...[`--init-file=${first}`, ...user, ...settings],
    ],
    async () => (await ask('SELECT 1')).kind === 'rows',
  );
  return {
    port,
    folder: own,
    program,
    administer: async (sql) => {
      const outcome = await ask(sql);
      if (outcome.kind !== 'rows') throw new Error(`${sql}: ${JSON.stringify(outcome)}`);
    },
    stop: async () => {
      await program.stop();
      await removePeerFolder(own);
    },
  };
}
