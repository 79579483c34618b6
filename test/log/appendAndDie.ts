import { openLocal } from '../../src/log/openLocal'
import { folderStore } from '../../src/store/folderStore'
import { aClient } from '../samples'
import { having, numbering, register } from './clients'

// A process that appends to a folder registry and is killed at a given step.

const [root = '', local = '', name = '', step = ''] = process.argv.slice(2)
const die = (): never => {
  process.kill(process.pid, 'SIGKILL')
  // The signal arrives between two statements, not within one.
  for (;;) continue
}
const at = (here: string) => (step === here ? die() : undefined)

const store = folderStore(root)
const client = aClient({
  store: having(store, {
    putNew: async (key, body) => {
      at('before the put')
      const answer = await store.putNew(key, body)
      at('after the put')
      return answer
    },
  }),
  local: openLocal(local, () => {}),
  decide: (intent, db) => {
    at('before it is decided')
    return numbering(intent, db)
  },
})
void client.log.append(register(name)).then(() => at('at the end'))
