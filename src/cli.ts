import './cli/requireNode'
import { program } from './cli/program'

// The command line. What it can do is in cli/, one file per subcommand.

void program(process.argv).then((exitCode) => {
  process.exitCode = exitCode
})
