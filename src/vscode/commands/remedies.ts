import { existsSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { commands, l10n, Uri, window } from 'vscode'
import type { GateReport } from '../../core/gate/report'
import { defaultPolicy, type Policy } from '../../core/policy/policy'
import { RegistryError } from '../../core/registryError'
import type { App } from '../app'
import { keepSigningKey } from '../signingKey'
import type { Remedy } from '../tell'
import { reference } from '../tree/words'

/** A refusal, with what can be done about it at once. */
export class Refused extends Error {
  constructor(
    readonly refusal: RegistryError,
    readonly remedies: readonly Remedy[],
  ) {
    super(refusal.message, { cause: refusal })
  }
}

/** Where something is attempted, and under which policy as far as that is known. */
export interface Place {
  folder: string
  policy?: Policy | undefined
}

/** Runs what a gate or a missing signature may stop. What is refused then is told with a way out, which may lead back here. */
export async function attempt<T>(app: App, place: Place, run: () => Promise<T>): Promise<T> {
  try {
    return await run()
  } catch (error) {
    if (!(error instanceof RegistryError)) throw error
    throw new Refused(
      error,
      remediesFor(app, place, error, () => attempt(app, place, run)),
    )
  }
}

function remediesFor(app: App, place: Place, refusal: RegistryError, again: () => Promise<unknown>): Remedy[] {
  const { folder, policy = defaultPolicy } = place
  const { code, details } = refusal
  // What was registered before it was refused is not registered once more.
  const retry = details?.['registered'] ? async () => {} : again
  switch (code) {
    case 'gate-failed': {
      const report = details?.['gate'] as GateReport
      const { model, number, stage } = report
      const promotion = { folder, reference: reference({ model, version: number }), stage, override: true }
      return [
        showReport(app, folder, report),
        ...(policy.override === 'allowed'
          ? [{ label: l10n.t('Override…'), act: async () => commands.executeCommand('pedigree.promote', promotion) }]
          : []),
      ]
    }
    case 'signature-required':
      // Where no key is known, none would do.
      return (details?.['fingerprints'] as string[] | undefined)?.length
        ? [chooseKey(app, retry), learnHow()]
        : [learnHow()]
    case 'signing-failed':
      return [chooseKey(app, retry), learnHow()]
    default:
      return []
  }
}

export const showReport = (app: App, folder: string, report: GateReport): Remedy => ({
  label: l10n.t('Show the Report'),
  act: () => app.reports.show(folder, report),
})

const chooseKey = (app: App, again: () => Promise<unknown>): Remedy => ({
  label: l10n.t('Choose a Key File…'),
  async act() {
    const usual = join(homedir(), '.ssh')
    const [file] =
      (await window.showOpenDialog({
        title: l10n.t('The SSH Key to Sign With'),
        openLabel: l10n.t('Sign with This Key'),
        defaultUri: Uri.file(existsSync(usual) ? usual : homedir()),
      })) ?? []
    if (!file) return undefined
    await keepSigningKey(file.fsPath)
    app.engine.signWith(file.fsPath)
    return again()
  },
})

const learnHow = (): Remedy => ({
  label: l10n.t('Learn How'),
  act: async () => {
    const category = 'pedigree.pedigree#start'
    await commands.executeCommand('workbench.action.openWalkthrough', { category, step: 'sign' }, false)
  },
})
