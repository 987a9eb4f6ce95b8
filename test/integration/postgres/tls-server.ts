import { execFile } from 'node:child_process';
import { chownSync } from 'node:fs';
import { chmod, copyFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { asSuperuser } from '../../../src/sandbox/postgres/portal-cluster.ts';
import { startPostgresAnywhere } from '../../../src/sandbox/postgres/postgres-server.ts';
import { unprivilegedUser } from '../../../src/sandbox/postgres/unprivileged-user.ts';

const run = promisify(execFile);

/** A certificate of the test's own authority: for whom, and from how many days ago until when. */
export type Certificate = { readonly name: string; readonly from?: number; readonly days?: number };

export type TlsServer = {
  readonly port: number;
  readonly password: string;
  readonly caFile: string;
  /** Lets the server show another certificate from the next connection on. */
  readonly show: (certificate: Certificate) => Promise<void>;
  readonly stop: () => Promise<void>;
};

const DAY_MS = 86_400_000;

/** A PostgreSQL that speaks TLS, with a certificate of an authority made by openssl. It refuses plain connections. */
export async function startTlsServer(first: Certificate): Promise<TlsServer> {
  const folder = await mkdtemp(join(tmpdir(), 'tls-'));
  await chmod(folder, 0o755);
  const at = (name: string) => join(folder, name);
  const openssl = (...args: readonly string[]) => run('openssl', [...args], { cwd: folder });
  await openssl(
    ...[
      'req',
      '-x509',
      '-newkey',
      'ec',
      '-pkeyopt',
      'ec_paramgen_curve:prime256v1',
      '-nodes',
      '-subj',
      '/CN=Test CA',
    ],
    ...['-days', '30', '-keyout', 'ca.key', '-out', 'ca.crt'],
  );
  const issue = async ({ name, from = 1, days = 30 }: Certificate) => {
    await openssl(
      ...[
        'req',
        '-newkey',
        'ec',
        '-pkeyopt',
        'ec_paramgen_curve:prime256v1',
        '-nodes',
        '-subj',
        `/CN=${name}`,
      ],
      ...['-keyout', 'server.key', '-out', 'server.csr'],
    );
    await writeFile(at('server.ext'), `subjectAltName=DNS:${name}\n`);
    const instant = (offset: number) =>
      new Date(Date.now() + offset * DAY_MS).toISOString().replaceAll(/[-:T]|\.\d+/g, '');
    await writeFile(at('index.txt'), '');
    await writeFile(at('serial'), '01\n');
    await writeFile(at('ca.cnf'), caConfiguration);
    await openssl(
      ...[
        'ca',
        '-batch',
        '-notext',
        '-config',
        'ca.cnf',
        '-in',
        'server.csr',
        '-out',
        'server.crt',
        '-extfile',
        'server.ext',
      ],
      ...['-startdate', instant(-from), '-enddate', instant(days - from)],
    );
    await chmod(at('server.key'), 0o600);
    const user = unprivilegedUser();
    if (user) chownSync(at('server.key'), user.uid, user.gid);
  };
  await issue(first);
  const password = 'password of the tls server';
  const settings = [
    'ssl=on',
    `ssl_cert_file=${at('server.crt')}`,
    `ssl_key_file=${at('server.key')}`,
    'fsync=off',
  ];
  const dataDirectory = at('data');
  const server = await startPostgresAnywhere({ dataDirectory, logFile: at('log'), password, settings });
  const cluster = { port: server.port, password };
  await asSuperuser(cluster, 'postgres', (client) =>
    client.query('create table notes (id text, owner_id text, text text)'),
  );
  await copyFile(at('ca.crt'), at('trusted.crt'));
  return {
    ...cluster,
    caFile: at('trusted.crt'),
    show: async (certificate) => {
      await issue(certificate);
      await asSuperuser(cluster, 'postgres', (client) =>
        client.query('select pg_reload_conf(), pg_sleep(0.2)'),
      );
    },
    stop: async () => {
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

const caConfiguration = `
[ca]
default_ca = own
[own]
database = index.txt
new_certs_dir = .
serial = serial
certificate = ca.crt
private_key = ca.key
default_md = sha256
policy = any
unique_subject = no
[any]
commonName = supplied
`;
