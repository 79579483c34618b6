import { join } from 'node:path'
import { RegistryError } from '../../src/core/registryError'
import { openContext } from '../../src/operations/openContext'
import { promoteVersion } from '../../src/operations/promoteVersion'
import { registerVersion } from '../../src/operations/registerVersion'
import { threadedHasher } from '../../src/operations/threadedHasher'

// A process that registers and promotes `times` times, and prints what was answered, line by line.
// node writer.js <workspace> <times>

async function main(workspace: string, times: number): Promise<void> {
  const ctx = await openContext({
    cwd: workspace,
    client: 'writer',
    files: threadedHasher(join(__dirname, '../../fileWorker.js'), 1),
    onWarning: (message) => console.error(message),
  })
  console.log('ready')
  for (let turn = 0; turn < times; turn++) {
    await ctx.log.sync()
    const { id, version } = await registerVersion(ctx, { model: 'churn', paths: ['model'] })
    console.log(`registered ${id} ${version}`)
    try {
      const { pending } = await promoteVersion(ctx, { reference: `churn@${version}`, stage: 'production' })
      console.log(pending ? `pending ${id}` : `promoted ${id} ${version}`)
    } catch (error) {
      if (!(error instanceof RegistryError)) throw error
      console.log(`refused ${id} ${error.code}`)
    }
  }
  await ctx.close()
}

main(process.argv[2]!, Number(process.argv[3])).catch((error: unknown) => {
  console.error(error)
  process.exitCode = 70
})
