import { emptyIndex, holdUp, kill, type Machine, type Process } from './machine'
import type { Scene } from './people'
import type { Plant } from './plants'

/** How often something happens to somebody, at each step of the world. */
const mishapRate = 0.03
/** How often a process is killed between two writes to its own disk. */
const deathRate = 0.001
const longestOutage = 30_000

/** What befalls machines and processes, not requests. `restart` takes the place of a process that was killed. */
export function mishaps({ world, note }: Scene, plant: Plant, restart: (killed: Process) => void) {
  let kills = 0

  function goOffline(machine: Machine): void {
    if (!machine.isOnline) return
    note(machine.name, 'goes offline')
    machine.isOnline = false
    // Mostly for a moment, sometimes for long.
    void world.sleep(longestOutage ** world.chance()).then(() => {
      note(machine.name, 'is online')
      machine.isOnline = true
    })
  }

  function stopForGood(process: Process): void {
    const { machine, name } = process
    kills++
    note(name, 'is killed')
    kill(process, world)
    plant.killed?.(machine.local)
    if (world.isSo(0.1)) emptyIndex(machine)
    void world.sleep(world.chance() * 1000).then(() => restart(process))
  }

  return {
    kills: () => kills,
    beforeWrite(process: Process): void {
      if (process.isAlive && world.isSo(deathRate)) stopForGood(process)
    },
    /** Perhaps something happens to one of these. */
    among(processes: readonly Process[]): void {
      if (!world.isSo(mishapRate)) return
      const able = processes.filter(({ isAlive, held }) => isAlive && !held)
      // What has begun is worth interrupting.
      const busy = able.filter(({ log }) => log.pending().length)
      if (!able.length) return
      const process = world.oneOf(busy.length ? busy : able)
      const dice = world.chance()
      if (dice < 0.3) return goOffline(process.machine)
      if (dice < 0.7) return stopForGood(process)
      note(process.name, 'is held up')
      holdUp(process, world)
    },
  }
}
