import { badUsage } from '../core/errors'
import type { Context } from '../operations/context'
import { bucketSettings } from '../operations/bucketSettings'
import { useRegistry } from '../operations/makeWorkspace'
import { openContext } from '../operations/openContext'
import { type HistoryPushed, pushHistory } from '../operations/pushHistory'
import { type ModelsPushed, pushModels } from '../operations/pushModels'
import { requireElsewhere } from '../operations/requireElsewhere'
import type { Place } from '../operations/storeAt'
import { addressOf } from '../operations/workspace'
import { type BucketOptions, bucketOptions, settingsIn } from './bucketOptions'
import { type Subcommand, type Usual, withRegistry } from './subcommand'
import { counted, prettyBytes } from './text'
import { client } from './version'

interface Options extends Usual, BucketOptions {
  use?: boolean
}

export const push: Subcommand = (program, answer) =>
  bucketOptions(program.command('push <url> [model...]'))
    .description('copy this registry with its whole history to an empty place, or some models into another registry')
    .option('--use', 'make pedigree.yaml name the copy from now on')
    .action(async (url: string, models: string[], options: Options) => {
      if (options.use && models.length)
        throw badUsage('Only a whole registry can be used elsewhere.', 'Leave out --use, or the models.')
      await withRegistry(options, async (ctx) => {
        const address = addressOf(ctx.cwd, url)
        const place = { address, s3: bucketSettings(address, settingsIn(options)) }
        if (models.length) {
          const json = await into(ctx, place, (there) => pushModels(ctx, there, models))
          return answer({ json, text: modelsText(json) })
        }
        if (options.use && ctx.workspace === undefined)
          throw badUsage('There is no pedigree.yaml to change.', 'Leave out --use, or run it in the workspace.')
        const pushed = await pushHistory(ctx, place)
        if (options.use) await useRegistry(ctx.workspace!, address, place.s3)
        answer({
          json: { ...pushed, used: options.use === true },
          text: historyText(pushed, url, options.use === true),
        })
      })
    })

async function into<T>(ctx: Context, place: Place, work: (there: Context) => Promise<T>): Promise<T> {
  await requireElsewhere(ctx, place)
  const { address, s3 } = place
  const { cwd, onWarning, signal } = ctx
  const files = { ...ctx.files, close: async () => {} }
  const there = await openContext({ cwd, registry: address, s3, client, files, allowPending: false, onWarning, signal })
  try {
    return await work(there)
  } finally {
    await there.close()
  }
}

const sentText = ({ sent, sentBytes }: HistoryPushed['blobs']) => `${counted(sent, 'file')} (${prettyBytes(sentBytes)})`

function historyText({ from, registry, commits, blobs }: HistoryPushed, url: string, used: boolean): string {
  const said = commits.sent
    ? `Copied to ${registry}: ${counted(commits.sent, 'commit')}, ${sentText(blobs)}`
    : `${registry} has all of it already: ${counted(commits.total, 'commit')}, ${counted(blobs.blobs, 'file')}`
  const next = used
    ? `pedigree.yaml names the copy now; ${from} stays as it was.`
    : `This workspace still uses its own. To change over: pedigree push ${url} --use`
  return `${said}, seen to be whole\n${next}`
}

function modelsText({ registry, versions, evaluations, blobs, labels, leftBehind }: ModelsPushed): string {
  const sent = versions.filter((version) => version.sent)
  const { stages, aliases } = leftBehind
  return [
    ...sent.map(({ model, version, from }) => `${model}@${from} is ${model}@${version} there`),
    `Registered at ${registry}: ${counted(sent.length, 'version')}, ${counted(evaluations, 'evaluation')}, ${sentText(blobs)}; ${counted(versions.length - sent.length, 'version')} there already`,
    ...labels.map(
      ({ model, version, label, message }) => `${model}@${version} is there without its label ${label}: ${message}`,
    ),
    ...(stages || aliases
      ? [
          `Stages and aliases stay behind (${counted(stages, 'version')} in a stage, ${aliases === 1 ? '1 alias' : `${aliases} aliases`} here): promote there what should be live.`,
        ]
      : []),
  ].join('\n')
}
