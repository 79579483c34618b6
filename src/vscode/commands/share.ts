import { l10n } from 'vscode'
import { own } from '../../core/own'
import type { ShownModel } from '../../operations/showModel'
import { ask } from '../ask'
import type { Answer, Place } from '../wizard'

// Shares of a stage's traffic, in percent.

export const rolloutOf = ({ rollouts }: ShownModel, stage: string) => own(rollouts, stage)

/** What a version has of a stage's traffic by now; 0 where it is not being rolled out. */
export function shareOf(shown: ShownModel, { version }: { version: number }, stage: string): number {
  const running = rolloutOf(shown, stage)
  return running?.version === version ? running.percent : 0
}

/** A share that is typed: `5`, or `5%`. */
export async function askShare(place: Place, stage: string): Promise<Answer<number>> {
  const answer = await ask(
    { ...place, canGoBack: true },
    {
      prompt: l10n.t('How much of the traffic of {0}, in percent?', stage),
      placeholder: '5',
      problemWith: (text) => {
        const share = numberIn(text)
        return text && share >= 0 && share <= 100 ? undefined : l10n.t('A share is a number from 0 to 100.')
      },
    },
  )
  return typeof answer === 'string' ? numberIn(answer) : answer
}

const numberIn = (text: string): number => Number(text.replace(/\s*%$/, ''))
