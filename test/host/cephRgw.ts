import { execFile, spawn, type ChildProcess } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { promisify } from 'node:util'
import { eventually } from './eventually'
import { freePort } from './freePort'

export interface S3Server {
  endpoint: string
  accessKeyId: string
  secretAccessKey: string
  /** The keys of another person, who may use only what is their own. */
  user(uid: string): Promise<{ accessKeyId: string; secretAccessKey: string }>
  stop(): Promise<void>
}

const packages = 'radosgw ceph-mon ceph-osd ceph-common'
const programs = ['radosgw', 'radosgw-admin', 'ceph-mon', 'ceph-osd', 'ceph', 'monmaptool']

/** Besides STANDARD. Both are read at once: Ceph restores nothing. */
const storageClasses = ['GLACIER_IR', 'STANDARD_IA']

/** A Ceph with an S3 gateway, all in memory and in one folder, gone after `stop`; or what is missing for one. */
export async function cephRgw(): Promise<S3Server | { missing: string }> {
  const missing = programs.filter((name) => !isInstalled(name))
  const libraries = libraryFolder()
  if (missing.length || !libraries)
    return {
      missing: `${missing.join(', ') || 'the libraries of Ceph'} not found; apt-get install --no-install-recommends ${packages}`,
    }
  const folder = await mkdtemp(join(tmpdir(), 'pedigree-ceph-'))
  const [monitor, gateway] = [await freePort(), await freePort()]
  const cluster = new Cluster(folder)
  try {
    await writeFile(cluster.conf, configuration(folder, libraries, monitor, gateway))
    await cluster.start(monitor, gateway)
    return {
      endpoint: `http://127.0.0.1:${gateway}`,
      ...(await cluster.user('tests')),
      user: (uid) => cluster.user(uid),
      stop: () => cluster.stop(),
    }
  } catch (error) {
    await cluster.stop()
    throw error
  }
}

class Cluster {
  readonly conf: string
  private gateway: ChildProcess | undefined
  private said = ''

  constructor(private readonly folder: string) {
    this.conf = join(folder, 'ceph.conf')
  }

  async start(monitor: number, gateway: number): Promise<void> {
    const map = join(this.folder, 'monmap')
    await mkdir(join(this.folder, 'mon'))
    await mkdir(join(this.folder, 'osd'))
    await mkdir(join(this.folder, 'rgw'))
    await mkdir(join(this.folder, 'run'))
    const fsid = /fsid = (\S+)/.exec(readFileSync(this.conf, 'utf8'))![1]!
    await this.run('monmaptool', '--create', '--fsid', fsid, '--addv', 'a', `[v2:127.0.0.1:${monitor}]`, map)
    await this.run('ceph-mon', '--mkfs', '-i', 'a', '--monmap', map, '-c', this.conf)
    await this.run('ceph-mon', '-i', 'a', '-c', this.conf)
    const osd = randomUUID()
    await this.run('ceph-osd', '-i', '0', '--mkfs', '-c', this.conf, '--osd-uuid', osd)
    await this.run('ceph', 'osd', 'new', osd)
    await this.run('ceph', 'osd', 'crush', 'add', 'osd.0', '1.0', 'root=default', 'host=h')
    await this.run('ceph-osd', '-i', '0', '-c', this.conf, '--osd-uuid', osd)

    // The first to ask makes the zone.
    await this.admin('user', 'list')
    for (const name of storageClasses) await this.addStorageClass(name)

    // Without the two flags it hangs while it greets the monitor.
    const args = ['-n', 'client.admin', '-c', this.conf, ...unauthenticated, '-f']
    this.gateway = spawn('radosgw', args, { stdio: ['ignore', 'pipe', 'pipe'], detached: true })
    for (const stream of [this.gateway.stdout!, this.gateway.stderr!])
      stream.on('data', (text) => (this.said = `${this.said}${String(text)}`.slice(-4000)))
    await eventually(async () => {
      if (this.gateway?.exitCode !== null) throw new Error(`radosgw ended: ${this.said}`)
      await fetch(`http://127.0.0.1:${gateway}/`)
    }, 60)
  }

  async user(uid: string): Promise<{ accessKeyId: string; secretAccessKey: string }> {
    const keys = { accessKeyId: `${uid.toUpperCase()}KEY`, secretAccessKey: `${uid}-secret` }
    const named = [`--uid=${uid}`, `--display-name=${uid}`]
    const args = [
      'user',
      'create',
      ...named,
      `--access-key=${keys.accessKeyId}`,
      `--secret-key=${keys.secretAccessKey}`,
    ]
    await this.admin(...args)
    return keys
  }

  /** Known before the gateway starts, which does not look again. */
  private async addStorageClass(name: string): Promise<void> {
    const added = ['placement', 'add', '--placement-id=default-placement', `--storage-class=${name}`]
    await this.admin('zonegroup', ...added, '--rgw-zonegroup=default')
    await this.admin('zone', ...added, '--rgw-zone=default', `--data-pool=default.rgw.${name.toLowerCase()}.data`)
  }

  private admin(...args: string[]): Promise<void> {
    return this.run('radosgw-admin', '-c', this.conf, ...unauthenticated, ...args)
  }

  /** Nothing has to survive, so nobody is asked politely for long. */
  async stop(): Promise<void> {
    if (this.gateway?.exitCode === null) {
      this.gateway.kill('SIGKILL')
      await new Promise((done) => this.gateway!.once('exit', done))
    }
    for (const name of ['osd.0', 'mon.a']) {
      const file = join(this.folder, 'run', `${name}.pid`)
      if (existsSync(file)) killIfThere(Number(readFileSync(file, 'utf8')))
    }
    await rm(this.folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 200 })
  }

  private async run(program: string, ...args: string[]): Promise<void> {
    const env = { ...process.env, CEPH_CONF: this.conf }
    await promisify(execFile)(program, args, { env, timeout: 60_000 })
  }
}

const unauthenticated = ['--auth_client_required=none', '--ms_mon_client_mode=crc']

function configuration(folder: string, libraries: string, monitor: number, gateway: number): string {
  const sections = {
    global: {
      fsid: randomUUID(),
      'mon host': `[v2:127.0.0.1:${monitor}]`,
      'mon initial members': 'a',
      'public addr': '127.0.0.1',
      'cluster addr': '127.0.0.1',
      'auth cluster required': 'none',
      'auth service required': 'none',
      'auth client required': 'none',
      'ms mon client mode': 'crc',
      'osd pool default size': '1',
      'osd pool default min size': '1',
      'osd pool default pg num': '8',
      'osd pool default pg autoscale mode': 'off',
      'mon allow pool size one': 'true',
      'osd crush chooseleaf type': '0',
      'run dir': `${folder}/run`,
      'admin socket': `${folder}/run/$name.asok`,
      'log file': `${folder}/$name.log`,
      'mon cluster log file': `${folder}/cluster.log`,
      'pid file': `${folder}/run/$name.pid`,
      'plugin dir': join(libraries, 'ceph'),
      'erasure code dir': join(libraries, 'ceph/erasure-code'),
      'osd class dir': join(libraries, 'rados-classes'),
    },
    'mon.a': { 'mon data': `${folder}/mon` },
    'osd.0': {
      'osd data': `${folder}/osd`,
      'osd objectstore': 'memstore',
      'memstore device bytes': String(6 * 1024 ** 3),
      'osd class load list': '*',
      'osd class default list': '*',
    },
    'client.admin': {
      'rgw frontends': `beast endpoint=127.0.0.1:${gateway} tcp_nodelay=1`,
      'rgw data': `${folder}/rgw`,
      // What is deleted makes room at once, and not after hours.
      'rgw gc obj min wait': '1',
      'rgw gc processor period': '1',
      'rgw gc processor max time': '1',
    },
  }
  const lines = Object.entries(sections).flatMap(([name, settings]) => [
    `[${name}]`,
    ...Object.entries(settings).map(([key, value]) => `${key} = ${value}`),
  ])
  return `${lines.join('\n')}\n`
}

const isInstalled = (name: string) =>
  (process.env['PATH'] ?? '').split(delimiter).some((folder) => existsSync(join(folder, name)))

/** Debian's folder for libraries of this processor. */
function libraryFolder(): string | undefined {
  const folders = existsSync('/usr/lib') ? readdirSync('/usr/lib').map((name) => join('/usr/lib', name)) : []
  return folders.find((folder) => existsSync(join(folder, 'rados-classes')))
}

function killIfThere(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch {
    // It has ended by itself.
  }
}
