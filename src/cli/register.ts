import { nameOf } from '../core/reference'
import { RegistryError } from '../core/registryError'
import { readMetricsFile, readParamsFile, readSignatureFile } from '../operations/readDocuments'
import { type Registered, registerVersion } from '../operations/registerVersion'
import { many } from './list'
import { readMetric, readParams, readParent, readTags } from './readPairs'
import { type Subcommand, type Usual, withRegistry } from './subcommand'
import { counted, prettyBytes } from './text'

interface Options extends Usual {
  run?: string
  param?: string[]
  metric?: string[]
  metrics?: string
  params?: string
  data?: string[]
  parent?: string[]
  tag?: string[]
  label?: string
  description?: string
  signature?: string
  stage?: string
}

export const register: Subcommand = (program, answer) =>
  program
    .command('register <model> <path...>')
    .description('add a version: its files, and all that made it')
    .option('--run <id>', 'the run that trained it')
    .option('--param <name=value>', 'a parameter (may be repeated)', many)
    .option('--params <file>', 'parameters, as JSON or YAML')
    .option('--metric <name[/slice]=value>', 'a metric (may be repeated)', many)
    .option('--metrics <file>', 'metrics, as JSON or YAML; also metrics.json of DVC')
    .option('--data <ref>', 'a dataset: a file, or an address; name=ref names it (may be repeated)', many)
    .option('--parent <ref[:relation]>', 'a version it was made from (may be repeated)', many)
    .option('--tag <name=value>', 'a tag (may be repeated)', many)
    .option('--label <label>', 'a name of its own, such as v1.4-rc1')
    .option('--description <text>', 'what it is')
    .option('--signature <file>', 'its inputs and outputs, as JSON or YAML')
    .option('--stage <stage>', 'promote it there at once')
    .action(async (model: string, paths: string[], options: Options) => {
      let unpromoted: Registered | undefined
      try {
        const registered = await withRegistry(options, async (ctx) => {
          const { run, data, label, description, stage } = options
          return registerVersion(
            ctx,
            {
              model,
              paths,
              params: { ...(options.params ? await readParamsFile(options.params) : {}), ...readParams(options.param) },
              metrics: [
                ...(options.metrics ? await readMetricsFile(options.metrics) : []),
                ...(options.metric ?? []).map(readMetric),
              ],
              parents: (options.parent ?? []).map(readParent),
              tags: readTags(options.tag),
              signature: options.signature ? await readSignatureFile(options.signature) : undefined,
              ...(data ? { data } : {}),
              run,
              label,
              description,
              stage,
            },
            (left) => (unpromoted = left),
          )
        })
        answer({ json: registered, text: textOf(registered) })
      } catch (error) {
        if (!(error instanceof RegistryError) || !unpromoted) throw error
        // It is registered, only not promoted: both must be said.
        const { code, message, hint, details } = error
        answer({
          json: { ...unpromoted, error: { code, message, hint }, ...details },
          text: textOf(unpromoted),
          exit: 1,
        })
        if (!options.json) process.stderr.write(`${message} ${hint}\n`)
      }
    })

function textOf(registered: Registered): string {
  const { id, version, files, bytes, stage } = registered
  const what = version === null ? `a version of ${registered.model}` : nameOf(registered)
  const size = `${counted(files.length, 'file')}, ${prettyBytes(bytes.total)}, ${prettyBytes(bytes.uploaded)} of it new`
  return `Registered ${what} (${id.slice(0, 12)}): ${size}${stage === 'none' ? '' : `; in ${stage}`}`
}
