import { styleText } from 'node:util'
import { badUsage } from '../core/errors'
import { namedRegistry } from '../operations/bucketSettings'
import { type Proven, policyOf, proveStore, refusalOf } from '../operations/proveStore'
import { askTrust } from './askTrust'
import { type BucketOptions, bucketOptions, settingsIn } from './bucketOptions'
import { interruptibly, placeIn, type Subcommand, type Usual } from './subcommand'
import { dim } from './text'

type Row = Proven['probes'][number]
const colours = { pass: 'green', warn: 'yellow', fail: 'red', info: 'dim' } as const

export const doctor: Subcommand = (program, answer) =>
  bucketOptions(
    program
      .command('doctor')
      .description('try out whether a store is safe for a registry')
      .option('--policy', 'print the bucket policy that keeps the log append-only, and try nothing'),
  ).action(async (options: Usual & BucketOptions & { policy?: boolean }) => {
    const named = await namedRegistry({ ...placeIn(options), s3: settingsIn(options), confirm: askTrust })
    if (options.policy) {
      const policy = policyOf(named)
      if (!policy) throw badUsage(`There is no bucket policy for ${named.address}.`, 'It is for S3 with if-none-match.')
      return answer({ json: policy, text: JSON.stringify(policy, undefined, 2) })
    }
    const isShown = !options.json && !options.quiet
    const onProbe = (row: Row) => isShown && process.stdout.write(`${shown(row)}\n`)
    const proven = await interruptibly((signal) => proveStore({ ...named, onProbe, signal }))
    if (!proven.safe) throw refusalOf(proven)
    const next = proven.policy ? ' To have the server keep the log append-only, too: pedigree doctor --policy' : ''
    answer({ json: proven, text: `${proven.address} is safe for a registry.${next}` })
  })

const shown = ({ probe, result, found, meaning }: Row): string =>
  `${styleText(colours[result], result)}  ${probe.padEnd(17)} ${found}\n${' '.repeat(24)}${dim(meaning)}`
