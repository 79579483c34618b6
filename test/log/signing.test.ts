import assert from 'node:assert/strict'
import type { Event } from '../../src/core/event'
import { commitNamespace } from '../../src/log/signing'
import type { LogParts } from '../../src/log/parts'
import type { Moment } from '../../src/log/proposal'
import type { Intent } from '../../src/log/outbox'
import { memoryStore } from '../../src/store/memoryStore'
import { signWithSsh } from '../../src/sources/sshKeygen'
import { openLocal } from '../../src/log/openLocal'
import { rejects } from '../refuses'
import { aClient } from '../samples'
import { type KeyPair, needOpenssh, newKey, ownHome } from '../sources/keys'
import { having, logOf, numbering, register, unreachable } from './clients'
import type { Db } from '../../src/sqlite/db'

describe('commits that wait for their signer', () => {
  needOpenssh('commits that wait for their signer')
  const home = ownHome()
  const signing =
    ({ file, key }: KeyPair): NonNullable<LogParts['sign']> =>
    (message) => {
      process.env['PEDIGREE_SIGNING_KEY'] = file
      return signWithSsh({ message, namespace: commitNamespace, keys: [key], interactive: false, folder: home() })
    }

  it('J11 wait, with all that comes after them, and land when they are signed', async () => {
    const ada = newKey(home(), 'ada')
    const store = memoryStore()
    const local = openLocal(':memory:', () => {})
    const decide = (intent: Intent, db: Db, moment: Moment): Event[] => {
      if (JSON.stringify(intent.args).includes('guarded')) moment.sign([ada.key])
      return numbering(intent, db)
    }
    await aClient({ store, local, decide }).log.append(register('first'))
    const silent = having(store, { putNew: unreachable, get: unreachable, now: unreachable })
    const train = aClient({ store: silent, local, decide, allowPending: true })
    const known = aClient({ store, local, decide, index: train.index })
    await known.log.sync()
    for (const name of ['before', 'guarded', 'after'])
      assert.equal((await train.log.append(register(name))).state, 'pending')

    const elsewhere = aClient({ store, local, decide })
    await elsewhere.log.settle()
    assert.equal((await logOf(store)).length, 2, 'what came before lands')
    assert.deepEqual(
      elsewhere.log.pending().map(({ state }) => state),
      ['waiting', 'waiting'],
    )

    await aClient({ store, local, decide, sign: signing(ada) }).log.settle()
    const log = await logOf(store)
    assert.equal(log.at(-1)?.signer, ada.key)
    assert.deepEqual(elsewhere.log.pending(), [])
  })

  it('J9 are refused at once where somebody waits for the answer', async () => {
    const [ada, mallory] = [newKey(home(), 'ada'), newKey(home(), 'mallory')]
    const store = memoryStore()
    const decide = (intent: Intent, db: Db, moment: Moment): Event[] => {
      moment.sign([ada.key])
      return numbering(intent, db)
    }
    const unsigned = aClient({ store, decide })
    await rejects(unsigned.log.append(register('one')), 'signature-required')
    const wrong = aClient({ store, decide, sign: signing(mallory) })
    await rejects(wrong.log.append(register('one')), 'signing-failed')
    assert.deepEqual([...(await logOf(store)), ...unsigned.log.pending(), ...wrong.log.pending()], [])
  })
})
