import { skewLimit } from '../core/commit'
import { clockSkew } from '../core/errors'
import { pass, type Probe, warn } from './finding'
import type { ObjectStore } from './objectStore'

/** How far this computer's clock is from the store's. */
export const clockProbe: Probe<{ store: ObjectStore }> = {
  name: 'clock',
  isEssential: false,
  run: async ({ store }) => {
    const apart = Math.abs((await store.now()) - Date.now())
    if (apart > skewLimit) throw clockSkew(Math.round(apart / 60_000))
    const found = apart < 2000 ? 'no difference' : `${Math.round(apart / 1000)} s apart`
    if (apart < skewLimit / 4) return pass(found, 'Times in the log can be believed.')
    return warn(found, 'Set the clock: from two minutes on nothing is written.')
  },
}
