import assert from 'node:assert/strict'
import { createHash, randomBytes } from 'node:crypto'
import { Agent, createServer, get } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { frugalSockets } from '../../src/store/frugalSockets'

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')

describe('sockets that use their memory again', () => {
  it('S16 give every reader its own bytes, slow ones too, over connections that are kept', async () => {
    const bodies = Array.from({ length: 12 }, (_, i) => randomBytes(3_000_000 + i * 1001))
    const server = createServer(({ url }, response) => response.end(bodies[Number(url!.slice(1))]))
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
    const { port } = server.address() as AddressInfo
    const agent = new Agent({ keepAlive: true, maxSockets: 4, ...frugalSockets() })
    const read = (number: number) =>
      new Promise<Buffer>((resolve, reject) => {
        get({ port, host: '127.0.0.1', path: `/${number}`, agent }, async (response) => {
          const chunks: Buffer[] = []
          for await (const chunk of response) {
            chunks.push(chunk as Buffer)
            if (number % 3 === 0 && chunks.length % 10 === 0) await sleep(1)
          }
          resolve(Buffer.concat(chunks))
        }).on('error', reject)
      })
    const found = await Promise.all(bodies.map((_, i) => read(i)))
    assert.deepEqual(found.map(sha256), bodies.map(sha256))
    agent.destroy()
    server.close()
  })
})
