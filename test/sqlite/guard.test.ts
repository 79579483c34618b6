import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { nativeBinding, problemWith } from '../../src/sqlite/guard'

describe('the guard in front of SQLite', () => {
  const debian = { platform: 'linux', arch: 'x64', napi: 10, glibc: '2.36', musl: false }
  const rows: [string, Partial<typeof debian> | { glibc: undefined }, string | undefined][] = [
    ['L1 Debian 12 is fine', {}, undefined],
    ['L1 the oldest glibc is fine', { glibc: '2.34' }, undefined],
    ['L1 an older glibc is told', { glibc: '2.31' }, "this system's glibc is 2.31, and 2.34 is needed"],
    [
      'L1 versions of glibc are compared as numbers',
      { glibc: '2.4' },
      "this system's glibc is 2.4, and 2.34 is needed",
    ],
    ['L1 a later glibc is fine', { glibc: '3.0' }, undefined],
    ['L1 musl is fine', { glibc: undefined, musl: true }, undefined],
    ['L1 musl on arm64 is fine', { glibc: undefined, musl: true, arch: 'arm64' }, undefined],
    ['L1 a Mac is fine', { platform: 'darwin', arch: 'arm64', glibc: undefined }, undefined],
    ['L1 Windows is fine', { platform: 'win32', glibc: undefined }, undefined],
    ['L1 another processor is told', { arch: 'riscv64' }, 'there is no build for linux on riscv64'],
    ['L1 another system is told', { platform: 'freebsd', glibc: undefined }, 'there is no build for freebsd on x64'],
    ['L1 Node 22.15 has what is needed', { napi: 10 }, undefined],
    [
      'L1 a Node that would crash is told first',
      { napi: 9, arch: 'mips' },
      'this Node has Node-API 9, and 10 is needed (Node 22.14 or newer)',
    ],
  ]
  for (const [rule, differing, problem] of rows)
    it(rule, () => assert.equal(problemWith({ ...debian, ...differing }), problem))

  it('L1 the build for this machine is there', () => {
    const binding = nativeBinding()
    assert.ok(binding && existsSync(binding))
  })
})
