// Imported before anything else: better-sqlite3 crashes an older Node instead of saying a word.

const needed = [22, 15] as const
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)

if (major < needed[0] || (major === needed[0] && minor < needed[1])) {
  const message = `Pedigree needs Node ${needed.join('.')} or newer; this is Node ${process.versions.node}.`
  const hint = 'Install a newer Node, for example from https://nodejs.org.'
  if (process.argv.includes('--json')) console.log(JSON.stringify({ error: { code: 'node-too-old', message, hint } }))
  else console.error(`${message} ${hint}`)
  process.exit(1)
}
