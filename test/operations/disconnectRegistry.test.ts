import assert from 'node:assert/strict'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { problemOfUrl } from '../../src/operations/bucketUrl'
import { disconnectRegistry } from '../../src/operations/disconnectRegistry'
import { bucketOf } from '../../src/operations/examineRegistry'
import { isTrusted, trust } from '../../src/operations/trust'
import { rejects } from '../refuses'
import { scratchFolder } from '../scratchFolder'

describe('disconnecting', () => {
  const destination = { url: 's3://team/models', endpoint: 'http://localhost:9000', profile: null }
  const named = 'registry: s3://team/models\ns3: { endpoint: "http://localhost:9000" }\n'
  let folder: string
  let config: string
  const state = process.env['PEDIGREE_STATE']

  beforeEach(() => {
    folder = scratchFolder()
    config = join(folder, 'pedigree.yaml')
    process.env['PEDIGREE_STATE'] = join(folder, 'state')
    trust(destination)
  })
  after(() => {
    if (state === undefined) delete process.env['PEDIGREE_STATE']
    else process.env['PEDIGREE_STATE'] = state
  })

  it('takes back what was confirmed, and leaves the file alone', async () => {
    writeFileSync(config, named)
    assert.deepEqual(await disconnectRegistry(folder, false), destination)
    assert.equal(isTrusted(destination), false)
    assert.equal(readFileSync(config, 'utf8'), named)
  })

  it('removes a file in which nothing else is', async () => {
    writeFileSync(config, `# where the models are\n${named}`)
    await disconnectRegistry(folder, true)
    assert.ok(!existsSync(config))
  })

  it('keeps what else is in the file, with its comments', async () => {
    writeFileSync(config, `${named}# of the team\nmodels:\n  churn: { aliases: {} }\n`)
    await disconnectRegistry(folder, true)
    assert.equal(readFileSync(config, 'utf8'), '# of the team\nmodels:\n  churn: { aliases: {} }\n')
  })

  it('answers nothing of a folder, which never had to be confirmed', async () => {
    writeFileSync(config, 'registry: ../models\n')
    assert.equal(await disconnectRegistry(folder, false), null)
    assert.equal(await bucketOf(folder), undefined)
  })

  it('refuses where there is nothing, and where the file cannot be read', async () => {
    await rejects(disconnectRegistry(folder, true), 'no-registry')
    writeFileSync(config, 'registry: [\n')
    await rejects(disconnectRegistry(folder, true), 'bad-config')
    assert.equal(readFileSync(config, 'utf8'), 'registry: [\n')
    assert.equal(isTrusted(destination), true)
  })
})

describe('the address of a bucket, as it is typed', () => {
  for (const url of ['s3://team', 's3://team/models', 's3://team.models/a/b-c/'])
    it(`takes ${url}`, () => assert.equal(problemOfUrl(url), undefined))
  for (const url of [
    '',
    'team',
    's3:/team',
    's3://',
    's3://a',
    's3://team/../other',
    'https://team.s3.amazonaws.com/x',
  ])
    it(`says what is wrong with "${url}"`, () => assert.match(problemOfUrl(url) ?? '', /Write s3:\/\/bucket/))
})
