import { l10n } from 'vscode'
import { problemOfUrl } from '../../operations/bucketUrl'
import type { Examined } from '../../operations/examineRegistry'
import { RegistryError } from '../../core/registryError'
import type { App } from '../app'
import { ask, pick } from '../ask'
import type { Credentials } from '../engine'
import { unconfirmed } from '../registries'
import { back, type Step } from '../wizard'
import { chooseFolder } from './chooseFolder'
import { examineStep } from './examineStep'
import { isConfirmed } from './trustRegistry'

export interface Connection {
  folder: string
  /** `named`: the bucket that `pedigree.yaml` of the folder names; `own`: in the folder itself. */
  kind: 'bucket' | 'folder' | 'own' | 'named'
  /** A folder's; empty for the workspace's own. */
  path: string
  url: string
  /** Empty is AWS. */
  endpoint: string
  region: string
  profile: string
  /** Where credentials come from. */
  access: 'chain' | 'profile' | 'keys'
  accessKeyId: string
  secretAccessKey: string
  /** The person has seen where they would go. */
  isConfirmed: true
  examined: Examined
}

/** What a person typed; undefined for those that every AWS program finds. */
export const credentialsOf = ({
  access,
  accessKeyId,
  secretAccessKey,
}: Partial<Connection>): Credentials | undefined =>
  access === 'keys' && accessKeyId && secretAccessKey ? { accessKeyId, secretAccessKey } : undefined

type ConnectStep = Step<Connection>

const isBucket = ({ kind }: Partial<Connection>) => kind === 'bucket' || kind === 'named'
const isNew = ({ kind }: Partial<Connection>) => kind === 'bucket'

export const connectSteps = (app: App): ConnectStep[] => [
  folderStep(app),
  kindStep(app),
  confirmStep(app),
  {
    key: 'path',
    applies: ({ kind }) => kind === 'folder',
    ask: async ({ folder }) => {
      const path = await chooseFolder(folder!)
      return path === undefined ? back : { path }
    },
  },
  {
    ...line('url', () => ({
      prompt: l10n.t('Where in which bucket? A prefix of its own lets several registries share a bucket.'),
      placeholder: 's3://bucket/prefix',
      problemWith: (text) => (text ? problemOfUrl(text) : l10n.t('Write s3://bucket or s3://bucket/prefix.')),
    })),
    applies: isNew,
  },
  {
    ...line('endpoint', () => ({
      prompt: l10n.t('Which endpoint? Leave it empty for AWS.'),
      placeholder: 'https://minio.example.com:9000',
      problemWith: problemOfEndpoint,
    })),
    applies: isNew,
  },
  {
    ...line('region', ({ endpoint }) => ({
      prompt: endpoint
        ? l10n.t('Which region? Leave it empty if the endpoint does not care.')
        : l10n.t('Which region? Leave it empty for the one of your AWS configuration.'),
      placeholder: 'eu-west-1',
      problemWith: (text) =>
        /^[a-z0-9-]*$/i.test(text) ? undefined : l10n.t('A region is letters, digits and hyphens.'),
    })),
    applies: isNew,
  },
  { ...accessStep, applies: isBucket },
  {
    ...line('profile', () => ({
      prompt: l10n.t('Which profile of your AWS configuration? It is written into pedigree.yaml, for everybody.'),
      placeholder: 'default',
      problemWith: (text) => (text ? undefined : l10n.t('Name a profile.')),
    })),
    applies: ({ access, kind }) => kind === 'bucket' && access === 'profile',
  },
  {
    ...line('accessKeyId', () => ({
      prompt: l10n.t('Access key ID. It is kept in the secret storage of VS Code, and nowhere else.'),
      problemWith: (text) => (/^\S+$/.test(text) ? undefined : l10n.t('A key ID has no blanks, and is not empty.')),
    })),
    applies: ({ access }) => access === 'keys',
  },
  {
    ...line('secretAccessKey', () => ({
      prompt: l10n.t('Secret access key. It is kept in the secret storage of VS Code, and nowhere else.'),
      isSecret: true,
      problemWith: (text) => (/^\S+$/.test(text) ? undefined : l10n.t('A secret key has no blanks, and is not empty.')),
    })),
    applies: ({ access }) => access === 'keys',
  },
  { ...examineStep(app), applies: isBucket },
]

type Line = 'url' | 'endpoint' | 'region' | 'profile' | 'accessKeyId' | 'secretAccessKey'

function line(key: Line, question: (values: Partial<Connection>) => Parameters<typeof ask>[1]): ConnectStep {
  return {
    key,
    ask: async (values, place) => {
      const answer = await ask(place, { ...question(values), value: values[key] })
      return typeof answer === 'string' ? { [key]: answer } : answer
    },
  }
}

function problemOfEndpoint(text: string): string | undefined {
  if (!text || (/^https?:\/\/[^/\s]+\/?$/i.test(text) && URL.canParse(text))) return undefined
  return l10n.t('An endpoint starts with http:// or https://, and is a host with or without a port.')
}

/** Folders without a registry, and those whose `pedigree.yaml` names a bucket. */
const folderStep = (app: App): ConnectStep => {
  const free = async () => {
    const taken = (await app.registries.all()).filter(({ status, isBucket: isFar }) => status && !isFar)
    return app.registries.folders().filter((folder) => !taken.some((registry) => registry.folder === folder))
  }
  return {
    key: 'folder',
    find: async () => {
      const folders = await free()
      if (folders.length) return folders.length === 1 ? { folder: folders[0]! } : undefined
      throw app.registries.folders().length
        ? new RegistryError(
            'registry-exists',
            l10n.t('Every folder of this window has a registry already.'),
            l10n.t('“Pedigree: Disconnect Registry” comes first.'),
          )
        : new RegistryError(
            'no-registry',
            l10n.t('No folder is open.'),
            l10n.t('Open the folder that you train in first.'),
          )
    },
    ask: async ({ folder }, place) => {
      const answer = await pick(place, {
        placeholder: l10n.t('Which folder is to be connected?'),
        choices: free().then((folders) =>
          folders.map((path) => ({ label: app.registries.nameOf(path), detail: path, value: path })),
        ),
        active: (value) => value === folder,
      })
      return typeof answer === 'string' ? { folder: answer } : answer
    },
  }
}

const kindStep = (app: App): ConnectStep => ({
  key: 'kind',
  find: async ({ folder }) => {
    const named = await app.engine.bucketOf(folder!).catch((error: unknown) => {
      if (error instanceof RegistryError && error.code === 'no-registry') return undefined
      throw error
    })
    if (!named) return undefined
    const { endpoint = '', region = '', profile = '' } = named.s3
    return { kind: 'named', url: named.url, endpoint, region, profile }
  },
  ask: async ({ kind }, place) => {
    const answer = await pick<Connection['kind']>(place, {
      placeholder: l10n.t('Where are the models kept?'),
      choices: [
        {
          label: l10n.t('In a bucket…'),
          description: 's3://',
          detail: l10n.t('One registry for a whole team, with no server: AWS, or anything that speaks S3.'),
          value: 'bucket',
        },
        {
          label: l10n.t('In another folder…'),
          detail: l10n.t('A disk that others reach too, or a registry that is there already.'),
          value: 'folder',
        },
        {
          label: l10n.t('In this folder only'),
          description: '.pedigree/registry',
          detail: l10n.t('Ignored by git, and the only copy: move it to a shared folder when it matters.'),
          value: 'own',
        },
      ],
      active: (value) => value === kind,
    })
    return typeof answer === 'string' ? { kind: answer } : answer
  },
})

/** Nothing is sent to a bucket that came with somebody else's file before the person has said so. */
const confirmStep = (app: App): ConnectStep => ({
  key: 'isConfirmed',
  applies: ({ kind }) => kind === 'named',
  find: async ({ folder }) => {
    const registry = app.registries.found.find((other) => other.folder === folder)
    return registry && unconfirmed(registry) ? undefined : { isConfirmed: true }
  },
  ask: async ({ folder }) => {
    const destination = unconfirmed(app.registries.found.find((registry) => registry.folder === folder)!)!
    return (await isConfirmed(destination, folder!)) ? { isConfirmed: true } : undefined
  },
})

const accessStep: ConnectStep = {
  key: 'access',
  ask: async ({ access, kind, profile }, place) => {
    const chain =
      profile && kind === 'named' ? l10n.t('From the AWS profile {0}', profile) : l10n.t('As every AWS program')
    const answer = await pick<Connection['access']>(place, {
      placeholder: l10n.t('Where do the credentials come from?'),
      choices: [
        {
          label: chain,
          detail: l10n.t('Environment, ~/.aws, single sign-on, or the role of this machine.'),
          value: 'chain',
        },
        ...(kind === 'bucket'
          ? [
              {
                label: l10n.t('From an AWS profile…'),
                detail: l10n.t('One of those in ~/.aws, by its name.'),
                value: 'profile' as const,
              },
            ]
          : []),
        {
          label: l10n.t('A key that I type…'),
          detail: l10n.t('Kept in the secret storage of VS Code; never in a file, a setting or a log.'),
          value: 'keys',
        },
      ],
      active: (value) => value === access,
    })
    if (typeof answer !== 'string') return answer
    // What was typed for another way is not to be used.
    return { access: answer, ...(kind === 'bucket' && answer !== 'profile' ? { profile: '' } : {}) }
  },
}
