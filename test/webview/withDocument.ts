import { JSDOM } from 'jsdom'

/** Gives the tests of a `describe` a document, as a page has one. */
export function withDocument(): void {
  const world = globalThis as { document?: Document; Node?: typeof Node }
  before(() => {
    const { window } = new JSDOM('<!doctype html><html lang="en"><body></body></html>')
    world.document = window.document
    world.Node = window.Node
  })
  after(() => {
    delete world.document
    delete world.Node
  })
}
