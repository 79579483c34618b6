import { resolve } from 'node:path'
import { openInVscode } from './open'
import { projectRoot } from './projectRoot'

// `node start.js FOLDER` opens a folder with the extension as it is built now.
void openInVscode(resolve(process.argv[2] ?? '.'), { extensionPath: projectRoot })
