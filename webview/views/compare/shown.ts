import type { Pages } from '../../../src/protocol'

/** What the page is shown. */
export type ComparedVersions = Pages['compare']
