import './cli/requireNode'
import { enableCompileCache } from 'node:module'
import { setFlagsFromString } from 'node:v8'
import type * as Program from './cli/program'

// The command line: a few lines that start fast. What it can do is in cli/, one file per subcommand, and is
// loaded from a file of its own, so that Node can keep it compiled.

enableCompileCache()
const { program } = require('./program') as typeof Program
// From here on young garbage is collected sooner, and not let grow to 64 MB before it is: most lives for one request.
setFlagsFromString('--semi-space-growth-factor=1')

void program(process.argv).then((exitCode) => {
  process.exitCode = exitCode
})
