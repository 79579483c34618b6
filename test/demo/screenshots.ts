// npm run screenshots: the pictures of the README, from the real thing.
import { copyFileSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { eventually } from '../host/eventually'
import { projectRoot } from '../host/projectRoot'
import { scratch } from '../host/scratch'
import { openWorkbench } from '../host/workbench'
import { runDemo } from './runDemo'

async function main(): Promise<void> {
  const place = await scratch()
  Object.assign(process.env, place.env)
  await runDemo(place.folder)
  const workbench = await openWorkbench({ folder: place.folder, env: place.env, theme: 'dark' })
  try {
    await workbench.page.setViewportSize({ width: 1500, height: 720 })
    await workbench.container('Pedigree')
    const tree = workbench.tree('Models')
    const champion = await eventually(async () => {
      await tree.expand(['penguins'])
      const row = (await tree.rows()).find(({ description }) => description.includes('champion'))
      if (!row) throw new Error('there is no champion yet')
      return row.label
    }, 30)
    await tree.expand(['penguins', champion])
    await tree.expand(['penguins', champion, 'Metrics'])
    const { mouse } = workbench.page
    await mouse.move(349, 400)
    await mouse.down()
    await mouse.move(440, 400, { steps: 5 })
    await mouse.up()
    await tree.choose(['body-mass', 'v2'], 'Promote…')
    await workbench.input.step('Promote')
    await workbench.screenshot('readme-models')
    mkdirSync(join(projectRoot, 'media/readme'), { recursive: true })
    copyFileSync(
      join(projectRoot, 'test-results/screenshots/readme-models.png'),
      join(projectRoot, 'media/readme/models.png'),
    )
  } finally {
    await workbench.close()
    await place.remove()
  }
}

main().catch((error: unknown) => {
  console.error(error)
  process.exitCode = 1
})
