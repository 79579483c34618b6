import type { Drift } from '../index/drift'
import { registryStatus } from '../operations/registryStatus'
import { type Subcommand, type Usual, withRegistry } from './subcommand'
import { counted, dim, prettyBytes, prettyTime } from './text'

export const status: Subcommand = (program, answer) =>
  program
    .command('status')
    .description('show which registry this is, and what is pending or wrong')
    .action(async (options: Usual) => {
      const json = await withRegistry(options, registryStatus)
      const facts: [string, string][] = [
        ['Registry', json.registry],
        ['Workspace', json.workspace ?? ''],
        [
          'Holds',
          [counted(json.models, 'model'), counted(json.versions, 'version'), counted(json.commits, 'commit')].join(
            ', ',
          ),
        ],
        ['Pending', json.pending ? String(json.pending) : ''],
        ['Conflicts', json.conflicts ? `${json.conflicts}; see: pedigree pending` : ''],
        ['Cache', json.cacheBytes ? `${prettyBytes(json.cacheBytes)} of fetched files, which may be deleted` : ''],
        ['Drift', json.drift.map(driftText).join('; ')],
        [
          'Untrusted',
          json.untrustedEvents ? `${json.untrustedEvents} events that have no effect; see: pedigree verify` : '',
        ],
        ['Unread', json.unreadEvents ? `${json.unreadEvents} events that this version cannot read` : ''],
        ['Damaged', json.damagedCommits.map(({ seq, problem }) => `commit ${seq}: ${problem}`).join('; ')],
        ['Needs', json.missingFeatures.join(', ')],
      ]
      const lines = facts.filter(([, value]) => value).map(([name, value]) => `${dim(name.padEnd(9))}  ${value}`)
      if (json.onlyCopy) lines.push('This folder is the only copy: `git clean -x` would take it.')
      answer({ json, text: lines.join('\n') })
    })

export const driftText = ({ model, environment, stage, runs, expected, since }: Drift): string =>
  `${environment} runs ${model}@${runs}, but ${stage} has ${expected === null ? 'no version' : `${model}@${expected}`}, since ${prettyTime(since)}`
