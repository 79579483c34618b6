import { l10n } from 'vscode'
import { RegistryError } from '../../core/registryError'
import type { Examined, ProbeRow } from '../../operations/examineRegistry'
import type { App } from '../app'
import { type Choice, pick, separator } from '../ask'
import { confirm } from '../confirm'
import { back, type Step } from '../wizard'
import { type Connection, credentialsOf } from './connectSteps'
import { sentenceOf } from './sentence'

type Next = { examined: Examined } | 'again'

/** Tries the bucket out, row by row as it goes, and asks whether it is to be used. */
export const examineStep = (app: App): Step<Connection> => ({
  key: 'examined',
  ask: async (values, place) => {
    for (;;) {
      const abort = new AbortController()
      const answer = await pick<Next>(place, {
        placeholder: l10n.t('Is {0} fit for a registry?', values.url!),
        choices: (show) => probes(app, values, show, abort.signal),
      })
      abort.abort()
      if (answer === 'again') continue
      if (answer === undefined || answer === back) return answer
      if (answer.examined.safe || (await isWanted(values.url!))) return answer
    }
  },
})

/** What was found, as rows; at the end with what can be done about it on top. */
async function probes(
  app: App,
  values: Partial<Connection>,
  show: (rows: Choice<Next>[]) => void,
  signal: AbortSignal,
): Promise<Choice<Next>[]> {
  const rows: Choice<Next>[] = []
  const onProbe = (row: ProbeRow) => {
    rows.push({ label: `$(${icons[row.result]}) ${row.probe}`, description: row.found, detail: row.meaning })
    show([...rows])
  }
  const { url = '', endpoint = '', region = '', profile = '' } = values
  const s3 = { ...(endpoint ? { endpoint } : {}), ...(region ? { region } : {}), ...(profile ? { profile } : {}) }
  try {
    const examined = await app.engine.examine({ url, s3, credentials: credentialsOf(values) }, onProbe, signal)
    return [goOn(examined, url), separator<Next>(l10n.t('What was tried')), ...rows]
  } catch (error) {
    if (!(error instanceof RegistryError)) throw error
    const refusal = { label: `$(error) ${error.message}`, detail: sentenceOf(error).slice(error.message.length).trim() }
    return [again(), separator<Next>(l10n.t('What was tried')), ...rows, refusal]
  }
}

/** A registry that is there may be used by who can live with what was found; a new one is not made where it is not safe. */
function goOn(examined: Examined, url: string): Choice<Next> {
  const { safe, isRegistry } = examined
  if (!safe && !isRegistry) return again()
  const label = isRegistry ? l10n.t('Use the registry that is there') : l10n.t('Make a new registry there')
  return safe
    ? { label: `$(check) ${label}`, description: url, value: { examined } }
    : { label: `$(warning) ${label}…`, description: l10n.t('although it is not safe'), value: { examined } }
}

const again = (): Choice<Next> => ({
  label: `$(refresh) ${l10n.t('Try again')}`,
  description: l10n.t('or go back and change it'),
  value: 'again',
})

const isWanted = (url: string): Promise<boolean> =>
  confirm(
    l10n.t('Use {0} although it is not safe?', url),
    [l10n.t('Changes may be lost there, or overwrite one another. The rows with a cross say why.')],
    l10n.t('Use It Anyway'),
  )

const icons: Record<ProbeRow['result'], string> = { pass: 'pass', warn: 'warning', fail: 'error', info: 'info' }
