import packageJson from '../../package.json'

export const version: string = packageJson.version
/** How this program signs its commits. */
export const client = `pedigree/${version} cli`
