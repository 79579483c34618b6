import assert from 'node:assert/strict'
import { Scratch } from '../cli/pedigree'
import { faultyProxy } from './faultyProxy'
import { anywhere, environment } from './server'

describe('many small files and a bucket', function () {
  this.timeout(120_000)

  it('new ones cost little more than one request each, and what is there is not sent again', async function () {
    const settings = anywhere()
    if (!settings.endpoint?.startsWith('http:')) return this.skip()
    const proxy = await faultyProxy(settings.endpoint)
    const scratch = new Scratch()
    try {
      Object.assign(scratch.env, environment({ ...settings, endpoint: proxy.endpoint }))
      await scratch.ok('init', '--registry', settings.url)
      const files = 100
      const write = (name: string) => scratch.write(`model/${name}.txt`, name)
      for (let i = 0; i < files; i++) write(`${i}`)
      const requests = (method: string) => proxy.requests(new RegExp(`^${method} .*/blobs/`))

      const first = await scratch.ok('register', 'many', 'model')
      assert.equal(first.bytes.uploaded, first.bytes.total)
      assert.equal(requests('PUT'), files)
      assert.ok(requests('HEAD') < 40, `${requests('HEAD')} were asked for`)

      const asked = requests('HEAD')
      const again = await scratch.ok('register', 'many', 'model', '--param', 'a=1')
      assert.equal(again.bytes.uploaded, 0)
      assert.equal(requests('PUT'), files)
      assert.equal(requests('HEAD'), asked + files)

      write('one more')
      assert.equal((await scratch.ok('register', 'many', 'model')).bytes.uploaded, 'one more'.length)
      assert.equal((await scratch.ok('verify', '--files')).ok, true)
    } finally {
      scratch.remove()
      await proxy.close()
    }
  })

  it('what others have stored meanwhile is found to be there', async function () {
    const settings = anywhere()
    const scratches = [new Scratch(), new Scratch()]
    try {
      for (const scratch of scratches) {
        Object.assign(scratch.env, environment(settings))
        for (let i = 0; i < 60; i++) scratch.write(`model/${i}.txt`, `${i}`)
      }
      await scratches[0]!.ok('init', '--registry', settings.url)
      scratches[1]!.write('pedigree.yaml', `registry: ${settings.url}\n`)
      scratches[1]!.env['PEDIGREE_TRUST'] = settings.url
      const registered = await Promise.all(scratches.map((scratch) => scratch.ok('register', 'many', 'model')))
      const uploaded = registered.map(({ bytes }) => bytes.uploaded as number)
      // No file was stored by both.
      assert.ok(uploaded[0]! + uploaded[1]! <= registered[0].bytes.total)
      assert.equal((await scratches[0]!.ok('verify', '--files')).ok, true)
    } finally {
      for (const scratch of scratches) scratch.remove()
    }
  })
})
