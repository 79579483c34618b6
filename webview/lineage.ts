import { startPage } from './page'
import { explorer } from './views/lineage/explorer'
import type { View } from './views/lineage/view'

const { draw } = explorer(() => page)
const page = startPage<'lineage', View>('lineage', { draw })
