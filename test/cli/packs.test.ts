import assert from 'node:assert/strict'
import { existsSync, mkdirSync, readdirSync, truncateSync } from 'node:fs'
import { logKey } from '../../src/store/keys'
import { aCommit, an, bytesOf, uuid } from '../samples'
import { Scratch } from './pedigree'

describe('packs on the command line', function () {
  this.timeout(120_000)
  let scratch: Scratch
  beforeEach(() => {
    scratch = new Scratch()
    scratch.write('pedigree.yaml', '# a long log\n')
    mkdirSync(scratch.path('.pedigree/registry/staging'), { recursive: true })
    const first = [an('registry.created', { registry: uuid(scratch.folder) }), an('model.created')]
    const commits = Array.from({ length: 999 }, (_, seq) =>
      aCommit(seq, seq ? [an('model.described', { description: `written ${seq}` })] : first),
    )
    for (const [seq, bytes] of bytesOf(commits).entries()) scratch.write(`.pedigree/registry/${logKey(seq)}`, bytes)
  })
  afterEach(() => scratch.remove())
  const folder = () => scratch.path('.pedigree/registry/packs')

  it('K8 the command that completes a run has packed it when it ends', async () => {
    await scratch.ok('status')
    assert.ok(!existsSync(folder()))
    await scratch.ok('describe', 'churn', '--text', 'the thousandth')
    assert.equal(readdirSync(folder()).length, 1)
    const { code, stderr, json } = await scratch.run('reindex', '--json')
    assert.deepEqual([code, stderr, json.commits], [0, '', 1000])
  })
  it('K4 a damaged pack is told on stderr, and changes nothing', async () => {
    await scratch.ok('describe', 'churn', '--text', 'the thousandth')
    truncateSync(`${folder()}/${readdirSync(folder())[0]}`, 100)
    const { code, stderr, json } = await scratch.run('reindex', '--json')
    assert.deepEqual([code, json.commits], [0, 1000])
    assert.equal(stderr, 'The pack of commits 0 to 999 is not used: it cannot be unpacked.\n')
  })
})
