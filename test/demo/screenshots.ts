// npm run screenshots: the pictures of the README, from the real thing.
import { copyFileSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { eventually } from '../host/eventually'
import { pageFrame } from '../host/page'
import { projectRoot } from '../host/projectRoot'
import { scratch } from '../host/scratch'
import { openWorkbench, type Workbench } from '../host/workbench'
import { runDemo } from './runDemo'

async function main(): Promise<void> {
  const place = await scratch()
  Object.assign(process.env, place.env)
  await runDemo(place.folder)
  const workbench = await openWorkbench({ folder: place.folder, env: place.env, theme: 'dark' })
  try {
    await workbench.resize(1500, 720)
    await workbench.container('Pedigree')
    await models(workbench)
    // The pages have the window to themselves.
    await workbench.resize(1400)
    await workbench.command('View: Toggle Primary Side Bar Visibility')
    for (const [page, title, chosen] of [
      ['compare', 'Compare…', ['penguins', ['v5', 'v4', 'v3'], 'penguins@3']],
      ['lineage', 'Show Lineage', ['penguins', 'v5']],
      ['timeline', 'Show Timeline', ['penguins']],
      ['review', 'Review a Promotion…', ['penguins', 'v4']],
      ['card', 'Open Card', ['penguins', 'v5']],
    ] as const) {
      await workbench.command(`Pedigree: ${title}`)
      for (const label of chosen)
        await (typeof label === 'string' ? workbench.input.pick(label) : workbench.input.pickMany([...label]))
      const frame = await pageFrame(workbench, page)
      if (page === 'review') {
        await frame.locator('vscode-dropdown').first().click()
        await frame.locator('vscode-option', { hasText: 'production' }).click()
      }
      await workbench.page.waitForTimeout(1500)
      await keep(workbench, page)
      await workbench.command('View: Close Editor')
    }
  } finally {
    await workbench.close()
    await place.remove()
  }
}

/** The tree at the champion, with a promotion begun. */
async function models(workbench: Workbench): Promise<void> {
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
  await keep(workbench, 'models')
  await workbench.page.keyboard.press('Escape')
}

async function keep(workbench: Workbench, name: string): Promise<void> {
  await workbench.screenshot(`readme-${name}`)
  mkdirSync(join(projectRoot, 'media/readme'), { recursive: true })
  const [from, to] = [`test-results/screenshots/readme-${name}.png`, `media/readme/${name}.png`]
  copyFileSync(join(projectRoot, from), join(projectRoot, to))
}

main().catch((error: unknown) => {
  console.error(error)
  process.exitCode = 1
})
