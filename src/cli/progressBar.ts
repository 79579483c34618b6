import { Presets, SingleBar } from 'cli-progress'
import { prettyBytes } from './text'
import type { Progress } from '../operations/context'

const patience = 1000
const words = { hash: 'Hashing', upload: 'Storing', download: 'Fetching', verify: 'Checking', commits: 'Commits' }

/** A bar on stderr with rate and remaining time, for what takes over a second. Not shown where nobody watches. */
export function progressBar(quiet: boolean) {
  const startedAt = Date.now()
  let bar: SingleBar | undefined
  let shown: Progress['what'] | undefined
  let phaseAt = startedAt

  function end(): void {
    bar?.stop()
    bar = undefined
  }

  return {
    show: ({ what, done, total }: Progress) => {
      if (quiet || !process.stderr.isTTY || Date.now() - startedAt < patience) return
      const amount = what === 'commits' ? (count: number) => String(Math.round(count)) : prettyBytes
      if (what !== shown) {
        end()
        shown = what
        phaseAt = Date.now()
        bar = new SingleBar(
          {
            format: `${words[what]} {bar} {percentage}% of {size}, {rate}/s, {eta_formatted} left`,
            stream: process.stderr,
            hideCursor: true,
          },
          Presets.shades_classic,
        )
        bar.start(total, done, { size: amount(total), rate: '-' })
      }
      const seconds = Math.max(0.001, (Date.now() - phaseAt) / 1000)
      bar?.update(done, { rate: amount(done / seconds) })
    },
    end,
  }
}
