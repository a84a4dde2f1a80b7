import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { ldif, type PersonEntry, suffix } from './slapd/entries.ts';

const schemas = '/etc/ldap/schema';
const program = (name: string) =>
  ['/usr/sbin', '/usr/local/sbin', '/usr/libexec'].map((dir) => `${dir}/${name}`).find(existsSync);

const found = program('slapd');
const usable = found !== undefined && existsSync(schemas) && existsSync('/usr/bin/openssl');

/** Why the tests of the directory do not run here; false where they do. */
export const withoutSlapd: string | false = usable
  ? false
  : 'there is no slapd here: on Debian, « apt-get install slapd openssl » (as root) gives it to these tests';

export interface DirectoryServer {
  url: string;
  caFile: string;
  stop(): Promise<void>;
  start(): Promise<void>;
  /** Stops and starts without a moment for anything else: connections are lost. */
  close(): Promise<void>;
}

const freePort = async () => {
  const server = net.createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as net.AddressInfo;
  server.close();
  return port;
};

const settings = (dir: string) => `
${['core', 'cosine', 'inetorgperson'].map((name) => `include ${schemas}/${name}.schema`).join('\n')}
include ${path.join(import.meta.dirname, 'slapd', 'supann.schema')}
pidfile ${dir}/slapd.pid
modulepath /usr/lib/ldap
moduleload back_mdb
TLSCertificateFile ${dir}/cert.pem
TLSCertificateKeyFile ${dir}/key.pem
sizelimit 500
database mdb
suffix "${suffix}"
rootdn "cn=root,${suffix}"
directory ${dir}/data
maxsize 67108864
index objectClass,uid,supannAliasLogin,supannCodeEntite eq
index cn,sn,givenName,displayName eq,sub
access to attrs=userPassword by anonymous auth by * none
access to * by users read by * none
`;

const certificate = (dir: string) =>
  execFileSync(
    'openssl',
    // biome-ignore format: one option and its value are one thing
    ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-keyout', `${dir}/key.pem`, '-out', `${dir}/cert.pem`, '-days', '2',
      '-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost'],
    { stdio: 'ignore' },
  );

const answers = async (port: number) => {
  for (let tries = 0; tries < 200; tries++) {
    const socket = net.connect(port, '127.0.0.1');
    const open = await Promise.race([
      once(socket, 'connect').then(
        () => true,
        () => false,
      ),
    ]);
    socket.destroy();
    if (open) return;
    await pause(25);
  }
  throw new Error('slapd did not start');
};

/** A real directory on a free port, in a folder of its own, without any privilege. */
export async function aDirectoryServer(
  people: readonly PersonEntry[],
  { crowd = 0, tls = false } = {},
): Promise<DirectoryServer> {
  const dir = await mkdtemp(path.join(os.tmpdir(), 'guichet-slapd-'));
  await mkdir(path.join(dir, 'data'));
  certificate(dir);
  await writeFile(`${dir}/slapd.conf`, settings(dir));
  await writeFile(`${dir}/all.ldif`, ldif(people, crowd));
  execFileSync(found ?? '', ['-Ta', '-q', '-f', `${dir}/slapd.conf`, '-l', `${dir}/all.ldif`], { stdio: 'pipe' });
  const port = await freePort();
  const url = `${tls ? 'ldaps' : 'ldap'}://localhost:${port}`;
  let server: ChildProcess | undefined;
  const start = async () => {
    server = spawn(
      found ?? '',
      ['-d', '0', '-f', `${dir}/slapd.conf`, '-h', `${tls ? 'ldaps' : 'ldap'}://127.0.0.1:${port}/`],
      {
        stdio: 'ignore',
      },
    );
    await answers(port);
  };
  const stop = async () => {
    if (server === undefined || server.exitCode !== null || server.signalCode !== null) return;
    const ended = once(server, 'exit');
    server.kill('SIGKILL');
    await ended;
  };
  await start();
  return {
    url,
    caFile: `${dir}/cert.pem`,
    start,
    stop,
    close: async () => {
      await stop();
      await rm(dir, { recursive: true, force: true });
    },
  };
}
