import * as l10n from '@vscode/l10n'
import type { DrawnNode } from '../../../src/core/lineage/collapse'
import { number, size, when } from '../../format'

export type Fact = readonly [name: string, value: string]

/** What the panel tells of a node; what is not known is left out. */
export const factsOf = (node: DrawnNode): Fact[] =>
  rows(node).flatMap(([name, value]): Fact[] =>
    value === null || value === undefined || value === '' ? [] : [[name, value]],
  )

function rows(node: DrawnNode): [string, string | null | undefined][] {
  switch (node.kind) {
    case 'dataset': {
      const { version, digest, uri, size: bytes, rows: count } = node.facts
      return [
        [l10n.t('Version'), version],
        [l10n.t('Digest'), digest],
        [l10n.t('Where'), uri],
        [l10n.t('Size'), bytes === null ? null : size(bytes)],
        [l10n.t('Rows'), count === null ? null : number(count)],
      ]
    }
    case 'code':
      return [
        [l10n.t('Commit'), node.facts.commit],
        [l10n.t('Branch'), node.facts.branch],
        [l10n.t('Repository'), node.facts.remote],
      ]
    case 'run': {
      const { run, experiment, status, startedAt, endedAt, isRecorded } = node.facts
      return [
        [l10n.t('Id'), run],
        [l10n.t('Experiment'), experiment],
        [l10n.t('Status'), isRecorded ? status : l10n.t('Nobody recorded this run.')],
        [l10n.t('Started'), startedAt && when(startedAt)],
        [l10n.t('Ended'), endedAt && when(endedAt)],
      ]
    }
    case 'version': {
      const { stage, aliases, label, description, at, by, files, bytes, metrics, id, isMissing } = node.facts
      if (isMissing) return [[l10n.t('Id'), id]]
      return [
        [l10n.t('Stage'), stage === 'none' ? null : stage],
        [l10n.t('Aliases'), aliases.join(', ')],
        [l10n.t('Label'), label],
        [l10n.t('About'), description],
        [l10n.t('Registered'), at && l10n.t('{0} by {1}', when(at), by ?? '')],
        [l10n.t('Files'), files === null || bytes === null ? null : `${number(files)} · ${size(bytes)}`],
        ...metrics.slice(0, metricsShown).map(({ name, value }): [string, string] => [name, number(value)]),
        ['…', metrics.length > metricsShown ? l10n.t('{0} more metrics', metrics.length - metricsShown) : null],
      ]
    }
    case 'chain':
      return [
        [l10n.t('Versions'), number(node.members.length)],
        [l10n.t('From'), node.members[0]?.label],
        [l10n.t('To'), node.members.at(-1)?.label],
      ]
    case 'stage':
      return [[l10n.t('Model'), node.facts.model]]
    case 'deployment': {
      const { model, runs, expects, at, by } = node.facts
      return [
        [l10n.t('Runs'), `${model}@${runs}`],
        [l10n.t('Should follow'), expects],
        [l10n.t('Reported'), l10n.t('{0} by {1}', when(at), by)],
      ]
    }
  }
}

const metricsShown = 8
