import './cli/requireNode'
import { enableCompileCache } from 'node:module'
import type * as Program from './cli/program'

// The command line: a few lines that start fast. What it can do is in cli/, one file per subcommand, and is
// loaded from a file of its own, so that Node can keep it compiled.

enableCompileCache()
const { program } = require('./program') as typeof Program

void program(process.argv).then((exitCode) => {
  process.exitCode = exitCode
})
