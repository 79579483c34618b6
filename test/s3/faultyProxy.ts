import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

/** What becomes of the requests whose first line matches, and of the answers to them. */
export interface Fault {
  request: RegExp
  /**
   * `lose`: the server answers, and the connection breaks before the client hears of it; `silence`: it answers, and the
   * client hears nothing; `refuse`: the connection breaks before the server hears of it; `truncate`: it breaks after
   * some of the answer; `stall`: it breaks after some of the request; `hold`: the server hears of it after `until`.
   */
  how: 'lose' | 'silence' | 'refuse' | 'truncate' | 'stall' | 'hold'
  until?: Promise<unknown>
  /** How often, from now on. */
  times: number
}

export interface FaultyProxy {
  endpoint: string
  fault: Fault | undefined
  /** Nobody gets through, and who is through is cut off. */
  cut: boolean
  /** How long each answer takes longer, in milliseconds. */
  delay: number
  /** Bytes that went to the server so far. */
  sent: number
  /** Requests so far whose first line matches. */
  requests(matching: RegExp): number
  close(): Promise<void>
}

/** The line to a server, which fails as it is told to. */
export async function faultyProxy(target: string): Promise<FaultyProxy> {
  const { hostname, port } = new URL(target)
  const open = new Set<Socket>()
  const seen: string[] = []
  let cut = false

  const server = createServer((client) => {
    if (cut) return client.destroy()
    const upstream = connect(Number(port), hostname)
    const hangUp = () => [client, upstream].forEach((socket) => socket.destroy())
    let how: Fault['how'] | undefined
    for (const socket of [client, upstream]) {
      open.add(socket)
      socket.on('error', hangUp)
      // What was said last may still be on its way.
      socket.on('close', () => (open.delete(socket), setTimeout(hangUp, socket === upstream ? proxy.delay : 0)))
    }
    client.on('data', (bytes) => {
      const line = /^(?:GET|HEAD|PUT|POST|DELETE) \S+/.exec(bytes.subarray(0, 2000).toString('latin1'))?.[0]
      if (line) {
        seen.push(line)
        how = faultFor(line)
      }
      if (how === 'refuse') return hangUp()
      if (how === 'hold') {
        how = undefined
        client.pause()
        return void proxy.fault!.until!.then(() => (upstream.write(bytes), client.resume()))
      }
      proxy.sent += bytes.length
      if (!upstream.write(bytes)) {
        client.pause()
        upstream.once('drain', () => client.resume())
      }
      if (how === 'stall') return void setTimeout(hangUp, 5)
    })
    upstream.on('data', (bytes) => {
      if (how === 'silence') return
      if (how === 'lose') return hangUp()
      const pass = () => {
        if (how !== 'truncate') return void client.write(bytes)
        client.write(bytes.subarray(0, bytes.length / 2))
        how = 'silence'
        setTimeout(hangUp, 5)
      }
      if (proxy.delay) setTimeout(pass, proxy.delay)
      else pass()
    })
  })

  function faultFor(line: string): Fault['how'] | undefined {
    const { fault } = proxy
    if (!fault || fault.times === 0 || !fault.request.test(line)) return undefined
    fault.times--
    return fault.how
  }

  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const proxy: FaultyProxy = {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    fault: undefined,
    get cut() {
      return cut
    },
    set cut(value) {
      cut = value
      if (cut) for (const socket of open) socket.destroy()
    },
    delay: 0,
    sent: 0,
    requests: (matching) => seen.filter((line) => matching.test(line)).length,
    close: async () => {
      for (const socket of open) socket.destroy()
      await new Promise((done) => server.close(done))
    },
  }
  return proxy
}
