import { h } from './element'
import { startPage } from './page'

startPage('lineage', {
  draw({ main, data }) {
    main.replaceChildren(h('pre', {}, JSON.stringify(data, null, 2)))
  },
})
