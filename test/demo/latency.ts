/** The 99th percentile of what one call takes on this machine, in milliseconds. */
export function latencyP99(call: (turn: number) => unknown, turns = 20_000): number {
  for (let turn = 0; turn < turns / 10; turn++) call(turn)
  const times = Array.from({ length: turns }, (_, turn) => {
    const start = process.hrtime.bigint()
    call(turn)
    return Number(process.hrtime.bigint() - start) / 1e6
  })
  return times.sort((a, b) => a - b)[Math.floor(turns * 0.99)]!
}
