import { l10n, ProgressLocation, window } from 'vscode'
import type { Progress } from '../operations/context'
import type { CallOptions } from './engine'
import { size } from './tree/words'

/** The part of the whole that each kind of work is, in percent: where it begins and where it ends. */
export type Parts = Partial<Record<Progress['what'], readonly [number, number]>>

/** Something that may take long: shown with how far it is, and a button that cancels it. */
export function withProgress<T>(title: string, parts: Parts, run: (options: CallOptions) => Promise<T>): Promise<T> {
  const options = { location: ProgressLocation.Notification, title, cancellable: true }
  const work = window.withProgress(options, async (report, token) => {
    const abort = new AbortController()
    token.onCancellationRequested(() => abort.abort())
    let reached = 0
    const onProgress = (progress: Progress) => {
      const percent = percentOf(progress, parts)
      report.report({ increment: Math.max(0, percent - reached), message: messageOf(progress) })
      reached = Math.max(reached, percent)
    }
    return run({ signal: abort.signal, onProgress })
  })
  return Promise.resolve(work)
}

/** Something that is over in a moment: only the view shows that it is at work. */
export const inView = <T>(run: () => Promise<T>): Promise<T> =>
  Promise.resolve(window.withProgress({ location: { viewId: 'pedigree.models' } }, run))

function percentOf({ what, done, total }: Progress, parts: Parts): number {
  const [from, to] = parts[what] ?? [0, 0]
  return from + (to - from) * (total > 0 ? Math.min(1, done / total) : 1)
}

function messageOf({ what, done, total }: Progress): string {
  const amounts = [size(done), size(total)]
  switch (what) {
    case 'hash':
      return l10n.t('reading {0} of {1}', ...amounts)
    case 'upload':
      return l10n.t('storing {0} of {1}', ...amounts)
    case 'download':
      return l10n.t('fetching {0} of {1}', ...amounts)
    case 'verify':
      return l10n.t('checking {0} of {1}', ...amounts)
    case 'commits':
      return l10n.t('commit {0} of {1}', done, total)
  }
}

/** A word in the status bar, for what was done at once. */
export const say = (text: string): void => void window.setStatusBarMessage(text, 5000)

/** The same for a change, which may have to wait. */
export const sayDone = ({ pending }: { pending: boolean }, text: string): void =>
  say(pending ? l10n.t('The registry cannot be reached: the change waits on this machine') : text)
